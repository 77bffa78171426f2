// A pair of servers on this machine: an authorization server with one entry of quirks.mjs, and a small MCP server that it protects.
// Nobody is asked anything: /authorize sends back at once.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import http from 'node:http';
import { AuthorizationServer } from './quirky_as.mjs';
import { allow, bodyOf, send } from './quirky_http.mjs';

const RESOURCE_METADATA = '/.well-known/oauth-protected-resource/mcp';

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
function behindTheDoor(name, { door = {} }, port, provider) {
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
        if (pathname === RESOURCE_METADATA && provider.refusesPreflight(request, response)) return undefined;
        allow(request, response, door.hidden ? 'Mcp-Session-Id' : 'WWW-Authenticate, Mcp-Session-Id');
        if (request.method === 'OPTIONS') return response.writeHead(204).end();
        const isHere = !door.elsewhere || !request.headers.host.startsWith('localhost');
        if (pathname === RESOURCE_METADATA && isHere)
            return send(response, 200, { resource: provider.resource, authorization_servers: [provider.listed], bearer_methods_supported: ['header'], ...door.says?.() });
        if (pathname === '/mcp/') return response.writeHead(307, { Location: '/mcp' }).end();
        if (pathname !== '/mcp') return send(response, 404, 'Not found');
        const body = await bodyOf(request);
        const where = `http://${door.elsewhere ? '127.0.0.1' : 'localhost'}:${port}${RESOURCE_METADATA}`;
        const scopes = provider.scopesOf(request.headers.authorization);
        const wanted = scopes && body ? door.wants?.(JSON.parse(body)) : undefined;
        if (wanted && !scopes.includes(wanted))
            return send(response, 403, { error: 'insufficient_scope' }, { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${wanted}", resource_metadata="${where}"` });
        if (scopes || isOpen(body)) return handle(request, response, body ? JSON.parse(body) : undefined);
        const error = request.headers.authorization ? 'error="invalid_token", ' : '';
        return send(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': `Bearer ${error}resource_metadata="${where}"` });
    };
}

/**
 * Starts the pair as `quirk` says; `name` is what the MCP server calls itself by. Resolves to
 *   port       of the MCP server
 *   resource   the MCP server's address
 *   issuer     as the MCP server names it
 *   home       the origin of the authorization server
 *   stop       ends both
 */
export async function startPair(name, quirk, { port = 0, seconds = 3600 } = {}) {
    const [manager, home] = [await open(port), await open(0)];
    const provider = new AuthorizationServer(quirk, { home: `http://localhost:${home.port}`, resource: `http://localhost:${manager.port}/mcp`, seconds });
    home.server.on('request', (request, response) => provider.handle(request, response));
    manager.server.on('request', behindTheDoor(name, quirk, manager.port, provider));
    const stop = () => Promise.all([manager, home].map(({ server }) => new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
    })));
    return { port: manager.port, resource: provider.resource, issuer: provider.listed, home: provider.home, stop };
}
