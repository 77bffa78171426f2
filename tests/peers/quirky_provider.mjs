// An authorization server that behaves as one of quirks.mjs says, and beside it a small MCP server that it protects:
//
//     node tests/peers/quirky_provider.mjs --port N --as entra [--access-token-seconds 3600]
//
// Nobody is asked anything: /authorize sends back at once. It prints `provider ADDRESS`, the issuer as the MCP server names it, and
// then `listening ADDRESS`, the MCP server. GET /_seen at the provider is what came so far, [{ method, path, origin, query, form }];
// POST /_forget makes it forget whoever registered. With several --as, pairs on free ports: `pair NAME LISTENING PROVIDER` each.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import http from 'node:http';
import { announce, endOnSignal, options } from './listen.mjs';
import { AuthorizationServer } from './quirky_as.mjs';
import { allow, bodyOf, send } from './quirky_http.mjs';
import { QUIRKS } from './quirks.mjs';

const RESOURCE_METADATA = '/.well-known/oauth-protected-resource/mcp';

const settings = options({ as: { type: 'string', multiple: true, default: ['plain'] }, 'access-token-seconds': { type: 'string', default: '3600' } });

async function open(port) {
    const server = http.createServer();
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, resolve));
    return { server, port: server.address().port };
}

function makeServer(name) {
    const server = new McpServer({ name: `behind-${name}`, version: '1.0.0' });
    server.registerTool('echo', {
        description: 'Gives back what it was given.',
        inputSchema: fromJsonSchema({ type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }),
    }, ({ text }) => ({ content: [{ type: 'text', text }] }));
    return server;
}

/** The MCP server's answers: a token is wanted, but for the methods that are `open`. */
function behindTheDoor(name, port, provider) {
    const { door = {} } = QUIRKS[name];
    const handle = toNodeHandler(createMcpHandler(() => makeServer(name)));
    const isOpen = (body) => {
        try {
            return (door.open ?? []).includes(JSON.parse(body).method);
        } catch {
            return false;
        }
    };
    return async (request, response) => {
        const { pathname } = new URL(request.url, provider.resource);
        if (request.method === 'OPTIONS' && door.preflight) return response.writeHead(door.preflight).end();
        allow(request, response, door.hidden ? 'Mcp-Session-Id' : 'WWW-Authenticate, Mcp-Session-Id');
        if (request.method === 'OPTIONS') return response.writeHead(204).end();
        const isHere = !door.elsewhere || !request.headers.host.startsWith('localhost');
        if (pathname === RESOURCE_METADATA && isHere)
            return send(response, 200, { resource: provider.resource, authorization_servers: [provider.listed], bearer_methods_supported: ['header'] });
        if (pathname !== '/mcp') return send(response, 404, 'Not found');
        const body = await bodyOf(request);
        if (provider.letsIn(request.headers.authorization) || isOpen(body)) return handle(request, response, body ? JSON.parse(body) : undefined);
        const where = `http://${door.elsewhere ? '127.0.0.1' : 'localhost'}:${port}${RESOURCE_METADATA}`;
        const error = request.headers.authorization ? 'error="invalid_token", ' : '';
        return send(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': `Bearer ${error}resource_metadata="${where}"` });
    };
}

/** Resolves to the port of the MCP server and the issuer. */
async function startPair(name, wantedPort) {
    if (!QUIRKS[name]) throw new Error(`--as ${name} is none of ${Object.keys(QUIRKS).join(', ')}`);
    const [manager, home] = [await open(wantedPort), await open(0)];
    const provider = new AuthorizationServer(QUIRKS[name], {
        home: `http://localhost:${home.port}`, resource: `http://localhost:${manager.port}/mcp`, seconds: Number(settings['access-token-seconds']),
    });
    home.server.on('request', (request, response) => provider.handle(request, response));
    manager.server.on('request', behindTheDoor(name, manager.port, provider));
    return { port: manager.port, resource: provider.resource, issuer: provider.listed };
}

endOnSignal(() => process.exit(0));
const [first, ...others] = settings.as;
for (const name of others) {
    const { resource, issuer } = await startPair(name, 0);
    console.log(`pair ${name} ${resource} ${issuer}`);
}
const { port, resource, issuer } = await startPair(first, settings.port);
console.log(`pair ${first} ${resource} ${issuer}`);
console.log(`provider ${issuer}`);
announce(port);
