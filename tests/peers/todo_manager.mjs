// The todo manager: an MCP server that is protected by an authorization server, with `mcp-auth` and the official SDK 1.x:
//
//     node tests/peers/todo_manager.mjs --port N --issuer http://localhost:8083
//
//     --opaque        access tokens are no JWTs: the provider is asked about each (oidc_provider.mjs --opaque)
//     --dpop          at /mcp only tokens that are bound to a key; --dpop-nonce: and a nonce wanted, which changes;
//                     --nonce-hidden: and not exposed to pages
//
// Streamable HTTP at /mcp, the older HTTP+SSE at /sse and /messages; each is a resource of its own. Three tools; who may do what
// is in the scopes of the token, and a missing one is 403 with `insufficient_scope` before the call reaches a tool. It prints `proof`
// for each proof of a key that was good.
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import cors from 'cors';
import express from 'express';
import { MCPAuth, MCPAuthTokenVerificationError } from 'mcp-auth';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { z } from 'zod';
import { dpopDoor } from './dpop_door.mjs';
import { announce, bind, options } from './listen.mjs';

const flag = { type: 'boolean', default: false };
const settings = options({ issuer: { type: 'string' }, opaque: flag, dpop: flag, 'dpop-nonce': flag, 'nonce-hidden': flag });
if (!settings.issuer) throw new Error('--issuer URL is needed: the address of the authorization server');
const { issuer } = settings;

const SCOPES = ['create:todos', 'read:todos', 'delete:todos'];
const todos = new Map(); // id → { id, content, ownerId, createdAt }

const has = (auth, scope) => auth.scopes.includes(scope);
const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value, null, 2) }] });

/** The scope that a call lacks, if any. A person's own todos need none. */
function missingScope(auth, { method, params }) {
    if (method !== 'tools/call') return undefined;
    const needs = (scope) => (has(auth, scope) ? undefined : scope);
    if (params?.name === 'create-todo') return needs('create:todos');
    if (params?.name !== 'delete-todo') return undefined;
    const todo = todos.get(params.arguments?.id);
    return todo && todo.ownerId !== auth.subject ? needs('delete:todos') : undefined;
}

function makeServer() {
    const server = new McpServer({ name: 'todo-manager', title: 'Todo manager', version: '1.0.0' });
    server.registerTool('create-todo', { title: 'Create a todo', description: 'Needs the scope create:todos.', inputSchema: { content: z.string() } },
        ({ content }, { authInfo }) => {
            const todo = { id: randomUUID(), content, ownerId: authInfo.subject, createdAt: new Date().toISOString() };
            todos.set(todo.id, todo);
            return text(todo);
        });
    server.registerTool('get-todos', { title: 'List todos', description: 'Your own; those of everybody with the scope read:todos.', annotations: { readOnlyHint: true } },
        ({ authInfo }) => text({ todos: [...todos.values()].filter((todo) => has(authInfo, 'read:todos') || todo.ownerId === authInfo.subject) }));
    server.registerTool('delete-todo', { title: 'Delete a todo', description: 'Your own; anybody’s with the scope delete:todos.', inputSchema: { id: z.string() } },
        ({ id }) => (todos.delete(id) ? text({ deleted: id }) : { isError: true, content: [{ type: 'text', text: `There is no todo ${id}.` }] }));
    return server;
}

// RFC 7662, as the client that the provider knows for it.
async function introspect(token) {
    const { introspection_endpoint } = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    const response = await fetch(introspection_endpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('todo-manager:not-secret-on-this-machine')}` },
        body: new URLSearchParams({ token }),
    });
    const claims = await response.json();
    if (!claims.active) throw new MCPAuthTokenVerificationError('invalid_token');
    return {
        token, issuer, claims, clientId: claims.client_id, subject: claims.sub, audience: claims.aud, expiresAt: claims.exp,
        scopes: (claims.scope ?? '').split(' ').filter(Boolean),
    };
}

const app = express();
const server = http.createServer(app);
const port = await bind(server, settings.port);
const origin = `http://localhost:${port}`;
const resources = { mcp: `${origin}/mcp`, sse: `${origin}/sse` };
const mcpAuth = new MCPAuth({
    protectedResources: Object.values(resources).map((resource) => ({
        metadata: { resource, authorizationServers: [{ issuer, type: 'oidc' }], scopesSupported: SCOPES, resourceName: 'Todo manager' },
    })),
});
const signedIn = (resource) => mcpAuth.bearerAuth(settings.opaque ? introspect : 'jwt', { resource, audience: resource });

const metadataOf = (resource) => `${origin}/.well-known/oauth-protected-resource${new URL(resource).pathname}`;
const bound = settings.dpop || settings['dpop-nonce']
    ? [dpopDoor({ address: resources.mcp, metadata: metadataOf(resources.mcp), nonces: settings['dpop-nonce'], onProof: () => console.log('proof') })]
    : [];

function allowedOnly(resource) {
    const metadata = metadataOf(resource);
    return (request, response, next) => {
        const missing = [request.body ?? {}].flat().map((message) => missingScope(request.auth, message)).find(Boolean);
        if (!missing) return next();
        return response.status(403)
            .set('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${missing}", resource_metadata="${metadata}"`)
            .json({ error: 'insufficient_scope', error_description: `This needs the scope ${missing}.` });
    };
}

// id → { transport, subject }. A session is its person's: another one, whoever told them its id, does not have it.
const sessions = new Map();
const sessionOf = (request, id) => {
    const session = sessions.get(id);
    return session?.subject === request.auth.subject ? session.transport : undefined;
};
const noSession = (response) => response.status(404).json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } });

async function streamableHttp(request, response) {
    const id = request.headers['mcp-session-id'];
    let transport = id && sessionOf(request, id);
    if (id && !transport) return noSession(response);
    if (!transport) {
        const { subject } = request.auth;
        transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: randomUUID,
            onsessioninitialized: (made) => { sessions.set(made, { transport, subject }); },
            onsessionclosed: (closed) => { sessions.delete(closed); },
        });
        await makeServer().connect(transport);
    }
    return transport.handleRequest(request, response, request.body);
}

app.disable('x-powered-by');
// Before the tokens are looked at: a preflight has none, and a refusal has to be readable too.
app.use(cors({ exposedHeaders: ['WWW-Authenticate', 'Mcp-Session-Id', 'Mcp-Protocol-Version', ...(settings['nonce-hidden'] ? [] : ['DPoP-Nonce'])] }));
app.use(mcpAuth.protectedResourceMetadataRouter());
app.all('/mcp', ...bound, signedIn(resources.mcp), express.json(), allowedOnly(resources.mcp), streamableHttp);
app.get('/sse', signedIn(resources.sse), async (request, response) => {
    const transport = new SSEServerTransport('/messages', response);
    sessions.set(transport.sessionId, { transport, subject: request.auth.subject });
    response.on('close', () => sessions.delete(transport.sessionId));
    await makeServer().connect(transport);
});
app.post('/messages', signedIn(resources.sse), express.json(), allowedOnly(resources.sse), (request, response) => {
    const transport = sessionOf(request, request.query.sessionId);
    return transport ? transport.handlePostMessage(request, response, request.body) : noSession(response);
});
announce(port);
