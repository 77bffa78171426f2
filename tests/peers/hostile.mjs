// A server that misbehaves on purpose: `node tests/peers/hostile.mjs --port N`, then http://localhost:N/<path> with a
// path of hostile_paths.mjs. Apart from its one trouble each path is a small hand-written MCP server of 2025-11-25 over
// Streamable HTTP, without sessions, with one tool `run`.
import http from 'node:http';
import { allowOrigins } from './cors.mjs';
import { paths } from './hostile_paths.mjs';
import { listen, options } from './listen.mjs';

function json(response, body, status = 200) {
    response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
}

const result = (id, value) => ({ jsonrpc: '2.0', id, result: value });
const runTool = {
    name: 'run',
    title: 'Run into trouble',
    description: 'Its result is the trouble.',
    inputSchema: { type: 'object', properties: { note: { type: 'string' } } },
};

const honest = {
    initialize: (response, { id }) =>
        json(
            response,
            result(id, {
                protocolVersion: '2025-11-25',
                capabilities: { tools: {} },
                serverInfo: { name: 'hostile-server', version: '1.0.0' },
            }),
        ),
    'tools/list': (response, { id }) => json(response, result(id, { tools: [runTool] })),
    'tools/call': (response, { id }) =>
        json(response, result(id, { content: [{ type: 'text', text: 'No trouble this time.' }] })),
    ping: (response, { id }) => json(response, result(id, {})),
    // An earlier-revision server does not know it (and says so as the reference server does).
    'server/discover': (response) =>
        json(
            response,
            { jsonrpc: '2.0', id: null, error: { code: -32000, message: 'Bad Request: No valid session ID provided' } },
            400,
        ),
};

function answer(trouble, request, response, body) {
    let message;
    try {
        message = JSON.parse(body);
    } catch {
        return json(response, { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'Parse error' } }, 400);
    }
    const handler = trouble[message?.method] ?? honest[message?.method];
    if (handler) return handler(response, message, request);
    if (message?.id === undefined || message.method === undefined) return response.writeHead(202).end();
    return json(response, { jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'Method not found' } });
}

const server = http.createServer((request, response) => {
    const trouble = paths[new URL(request.url, 'http://localhost').pathname.slice(1)];
    if (!trouble?.noCors && allowOrigins(request, response)) return;
    if (!trouble) return void response.writeHead(404).end();
    if (trouble.every) return void trouble.every(response, request);
    if (request.method !== 'POST') return void response.writeHead(405, { Allow: 'POST' }).end();
    let body = '';
    request
        .setEncoding('utf8')
        .on('data', (part) => {
            body += part;
        })
        .on('end', () => answer(trouble, request, response, body));
});
server.on('clientError', (_error, socket) => socket.destroy());
await listen(server, options().port, '/');
