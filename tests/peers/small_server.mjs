// A small server on the current SDK: `node tests/peers/small_server.mjs --port N`. It speaks 2026-07-28 and, without
// sessions, 2025-11-25. `--era modern` refuses the earlier revisions, `--era legacy` knows only them: the two halves a
// client must tell apart.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, legacyStatelessFallback, McpServer } from '@modelcontextprotocol/server';
import http from 'node:http';
import { allowOrigins } from './cors.mjs';
import { listen, options } from './listen.mjs';
import { tools } from './small_tools.mjs';

const { port, era } = options({ era: { type: 'string', default: 'dual' } });

function makeServer() {
    const server = new McpServer(
        { name: 'small-server', title: 'Small server', version: '1.0.0' },
        { instructions: 'A server to try tools on.' },
    );
    for (const [name, { config, run }] of Object.entries(tools)) {
        const wrapped = { ...config };
        for (const key of ['inputSchema', 'outputSchema']) {
            if (config[key]) wrapped[key] = fromJsonSchema(config[key]);
        }
        // Without an input schema the SDK passes the context as the only argument.
        server.registerTool(name, wrapped, config.inputSchema ? run : (ctx) => run({}, ctx));
    }
    return server;
}

const serving = {
    dual: () => createMcpHandler(makeServer),
    modern: () => createMcpHandler(makeServer, { legacy: 'reject' }),
    legacy: () => ({ fetch: legacyStatelessFallback(makeServer) }),
}[era];
if (!serving) throw new Error(`--era ${era} is none of dual, modern, legacy`);
const handle = toNodeHandler(serving());

const server = http.createServer((request, response) => {
    if (allowOrigins(request, response)) return;
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/mcp') return void handle(request, response);
    const sentOn = { '/mcp/': 307, '/moved': 301 }[pathname];
    if (sentOn) return void response.writeHead(sentOn, { Location: '/mcp' }).end();
    response.writeHead(404).end();
});
await listen(server, port);
