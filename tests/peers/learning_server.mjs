// A server that learns: `node tests/peers/learning_server.mjs --port N`. With sessions, of 2025-11-25, on the official SDK. Its tool
// `learn` adds a tool, which it then tells on the standing stream; it says how many of those are open.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { z } from 'zod';
import { allowOrigins } from './cors.mjs';
import { listen, options } from './listen.mjs';

const text = (words) => ({ content: [{ type: 'text', text: words }] });

function makeServer() {
    const server = new McpServer({ name: 'learning-server', version: '1.0.0' });
    server.registerTool('learn', { description: 'Learns a word.', inputSchema: { word: z.string() } }, ({ word }) => {
        server.registerTool(word, { description: 'Says its word.' }, () => text(`I know ${word}.`));
        return text(`Learned ${word}.`);
    });
    return server;
}

const sessions = new Map();
async function transportOf(request) {
    const known = sessions.get(request.headers['mcp-session-id']);
    if (known) return known;
    const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => sessions.set(id, transport),
    });
    await makeServer().connect(transport);
    return transport;
}

const server = http.createServer(async (request, response) => {
    if (allowOrigins(request, response)) return;
    if (request.method === 'GET') {
        console.log('stream opened');
        response.once('close', () => console.log('stream closed'));
    }
    await (await transportOf(request)).handleRequest(request, response);
});
await listen(server, options().port);
