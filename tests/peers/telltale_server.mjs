// An MCP server that says back the token it was sent: `node tests/peers/telltale_server.mjs --port N --issuer URL`, where URL is the
// authorization server whose tokens it takes, all of them. Each tool is a way to say it.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import http from 'node:http';
import { allowOrigins } from './cors.mjs';
import { announce, bind, options } from './listen.mjs';
import { bodyOf, send } from './quirky_http.mjs';

const { port: wanted, issuer } = options({ issuer: { type: 'string' } });
if (!issuer) throw new Error('--issuer URL is needed: the address of the authorization server');

const METADATA = '/.well-known/oauth-protected-resource/mcp';
const server = http.createServer();
const port = await bind(server, wanted);
const origin = `http://localhost:${port}`;

const challenge = (words) => ({ 'WWW-Authenticate': `Bearer error="invalid_token", error_description="${words}", resource_metadata="${origin}${METADATA}"` });
const rpcError = ({ id, words }) => ({ jsonrpc: '2.0', id, error: { code: -32001, message: words, data: { words } } });
const once = ['expired']; // a token that came anew is good

// name → ({ words, id, token }) → status, body and fields of the answer; nothing where the tool runs
const WAYS = {
    refused: ({ words }) => [403, { error: 'forbidden', error_description: words }],
    bad_request: (call) => [400, rpcError(call)],
    broken: ({ words }) => [500, words, { 'Content-Type': 'text/plain' }],
    challenged: ({ words }) => [403, { error: 'forbidden' }, challenge(words)],
    challenged_by_code: ({ token }) => [403, { error: 'forbidden' }, { 'WWW-Authenticate': `Bearer error="${token}"` }],
    expired: ({ words }) => once.pop() && [401, { error: 'invalid_token' }, challenge(words)],
    rpc_error: (call) => [200, rpcError(call)],
    rpc_error_streamed: (call) => [200, `event: message\ndata: ${JSON.stringify(rpcError(call))}\n\n`, { 'Content-Type': 'text/event-stream' }],
    not_mcp: ({ words }) => [200, words, { 'Content-Type': 'text/plain' }],
    not_json: ({ words }) => [200, `{"error": "${words}"`, { 'Content-Type': 'application/json' }],
    result: () => undefined,
    failed_result: () => undefined,
};

const says = (name, token) => `${name}: you sent ${token}, which is no good.`;
const tokenOf = (request) => (request.headers.authorization ?? '').split(' ')[1];

function makeServer(token) {
    const made = new McpServer({ name: 'telltale', version: '1.0.0' });
    for (const name of Object.keys(WAYS)) {
        const text = name.endsWith('result') ? says(name, token) : 'Nothing is said.';
        made.registerTool(name, { inputSchema: fromJsonSchema({ type: 'object', properties: {} }) },
            () => ({ isError: name === 'failed_result', content: [{ type: 'text', text }] }));
    }
    return made;
}

server.on('request', async (request, response) => {
    if (allowOrigins(request, response)) return undefined;
    if (request.url === METADATA) return send(response, 200, { resource: `${origin}/mcp`, authorization_servers: [issuer] });
    const body = await bodyOf(request);
    const token = tokenOf(request);
    if (!token) return send(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': `Bearer resource_metadata="${origin}${METADATA}"` });
    const message = body ? JSON.parse(body) : undefined;
    const { method, id, params } = message ?? {};
    const answer = method === 'tools/call' && WAYS[params.name]?.({ words: says(params.name, token), id, token });
    if (answer) return send(response, ...answer);
    return toNodeHandler(createMcpHandler(() => makeServer(token)))(request, response, message);
});
announce(port);
