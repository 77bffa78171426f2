// An authorization server that behaves as one of quirks.mjs says, and beside it a small MCP server that it protects:
//
//     node tests/peers/quirky_provider.mjs --port N --as entra [--access-token-seconds 3600]
//
// Nobody is asked anything: /authorize sends back at once. `listening …/mcp` is the MCP server's address, `provider …` the other's.
// GET <provider>/_seen is what came so far, [{ method, path, origin, query, form }]; POST <provider>/_forget makes it forget
// whoever registered.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { announce, bind, options } from './listen.mjs';
import { BY_HAND, QUIRKS } from './quirks.mjs';

const settings = options({ as: { type: 'string', default: 'plain' }, 'access-token-seconds': { type: 'string', default: '3600' } });
const quirk = QUIRKS[settings.as];
if (!quirk) throw new Error(`--as ${settings.as} is none of ${Object.keys(QUIRKS).join(', ')}`);
const { hides = [], door = {}, places = ['8414'], issuer: issuerPath = '', refreshToken = 'rotates' } = quirk;
const seconds = Number(settings['access-token-seconds']);

const random = () => randomBytes(24).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const clients = new Map([[BY_HAND.id, { client_id: BY_HAND.id, client_secret: BY_HAND.secret }]]);
const codes = new Map(); // code → the parameters of the authorization request
const accessTokens = new Map(); // token → { grant, expires }
const refreshTokens = new Map(); // token → { grant, used }
const seen = [];

// ---- what both servers do

async function bodyOf(request) {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    return body;
}

function allow(request, response, exposed = '') {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (exposed) response.setHeader('Access-Control-Expose-Headers', exposed);
    if (request.method !== 'OPTIONS') return;
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
}

function send(response, status, body, headers = {}) {
    const text = typeof body === 'string';
    response.writeHead(status, { 'Content-Type': text ? 'text/html' : 'application/json', 'Cache-Control': 'no-store', ...headers })
        .end(text ? body : JSON.stringify(body));
}

const refuse = (response, error, description, status = 400) => send(response, status, { error, error_description: description });

// ---- the authorization server

const provider = http.createServer();
const manager = http.createServer();
const [managerPort, providerPort] = [await bind(manager, settings.port), await bind(provider, 0)];
const home = `http://localhost:${providerPort}`;
const mcp = `http://localhost:${managerPort}/mcp`;
const endpoint = (path) => home + path;
const listed = quirk.listed?.(home) ?? home + issuerPath;
const named = quirk.named?.(home) ?? listed;

/** RFC 8414 §3.1 and OpenID Connect Discovery §4, with what servers make of them. */
function metadataPaths() {
    const path = issuerPath === '/' ? '' : issuerPath;
    const all = {
        8414: `/.well-known/oauth-authorization-server${path}`,
        oidc: `/.well-known/openid-configuration${path}`,
        'oidc appended': `${path}/.well-known/openid-configuration`,
        '8414 appended': `${path}/.well-known/oauth-authorization-server`,
    };
    return new Set(places.map((place) => all[place]));
}

const metadata = {
    issuer: named,
    authorization_endpoint: endpoint('/authorize'),
    token_endpoint: endpoint('/token'),
    registration_endpoint: endpoint('/register'),
    revocation_endpoint: endpoint('/revoke'),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    ...quirk.metadata?.(endpoint),
};
const pathOf = (address) => (address ? new URL(address).pathname : undefined);

function register(request, response, text) {
    const asked = JSON.parse(text);
    const client = { ...asked, client_id: random(), client_id_issued_at: now() };
    if (asked.token_endpoint_auth_method !== 'none') Object.assign(client, { client_secret: random(), client_secret_expires_at: 0 });
    const { status, body } = quirk.register?.({ asked, client, authorization: request.headers.authorization }) ?? { status: 201, body: client };
    if (status === 201) clients.set(body.client_id, body);
    send(response, status, body);
}

function authorize(response, parameters) {
    const { client_id, redirect_uri, state, code_challenge, code_challenge_method, response_type } = parameters;
    if (!clients.has(client_id) || !redirect_uri) return refuse(response, 'invalid_request', 'There is no such client, or it names no address to go back to.');
    const back = new URL(redirect_uri);
    let problem = quirk.authorize?.(parameters, { server: mcp });
    if (response_type !== 'code' || !code_challenge || code_challenge_method !== 'S256') problem = ['invalid_request', 'S256 is required'];
    const code = random();
    if (!problem) codes.set(code, parameters);
    const answer = problem ? { error: problem[0], error_description: problem[1] } : { code };
    for (const [name, value] of Object.entries({ ...answer, ...(state && { state }) })) back.searchParams.set(name, value);
    if (!quirk.isolated) return send(response, 302, '', { Location: back.href });
    const target = back.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    return send(response, 200, `<!doctype html><title>Signing in</title><meta http-equiv="refresh" content="0;url=${target}">`, { 'Cross-Origin-Opener-Policy': 'same-origin' });
}

/** The client that asks, by RFC 6749 §2.3.1 or by its id alone; undefined when its secret is not right. */
function clientOf(request, form) {
    const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
    const [id, secret] = scheme.toLowerCase() === 'basic'
        ? Buffer.from(credentials, 'base64').toString().split(':').map(decodeURIComponent)
        : [form.client_id, form.client_secret];
    const client = clients.get(id);
    if (!client || (secret !== undefined && secret !== client.client_secret)) return undefined;
    return quirk.secretWanted && secret === undefined ? undefined : client;
}

function makeAccessToken(grant) {
    const opaque = quirk.opaque?.(grant.asked) ?? false;
    const { audience, resource, scope = '' } = grant.asked;
    const claims = { iss: named, sub: 'user', aud: audience ?? resource ?? mcp, client_id: grant.client, scope, iat: now(), exp: now() + seconds, jti: random() };
    const token = opaque ? random() : `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(claims)}.${random()}`;
    accessTokens.set(token, { grant, expires: Date.now() + seconds * 1000 });
    return token;
}

function giveTokens(response, grant, withRefreshToken) {
    const answer = { access_token: makeAccessToken(grant), token_type: 'Bearer', expires_in: seconds, scope: grant.asked.scope, ...quirk.more };
    if (withRefreshToken) {
        answer.refresh_token = random();
        refreshTokens.set(answer.refresh_token, { grant, used: false });
    }
    send(response, 200, answer);
}

function endGrant(grant) {
    grant.over = true;
}

const grants = new Set();

function exchange(response, form, client) {
    const asked = codes.get(form.code);
    codes.delete(form.code);
    const challenge = createHash('sha256').update(form.code_verifier ?? '').digest('base64url');
    if (!asked || asked.client_id !== client.client_id || asked.redirect_uri !== form.redirect_uri || asked.code_challenge !== challenge)
        return refuse(response, 'invalid_grant', 'The code is not good.');
    if (quirk.oneGrant) for (const old of grants) if (old.client === client.client_id) endGrant(old);
    const grant = { client: client.client_id, asked, over: false };
    grants.add(grant);
    return giveTokens(response, grant, true);
}

function refreshed(response, form, client) {
    const token = refreshTokens.get(form.refresh_token);
    if (!token || token.grant.over || token.grant.client !== client.client_id) return refuse(response, 'invalid_grant', 'The refresh token is not good.');
    if (token.used && refreshToken === 'rotates') {
        endGrant(token.grant);
        return refuse(response, 'invalid_grant', 'The refresh token was used before.');
    }
    token.used = true;
    return giveTokens(response, token.grant, refreshToken !== 'stays');
}

// RFC 7009 §2.1: with one token the whole grant goes; unknown tokens are fine.
function revoke(response, form) {
    const found = refreshTokens.get(form.token) ?? accessTokens.get(form.token);
    if (found) endGrant(found.grant);
    send(response, 200, {});
}

function token(request, response, form) {
    const client = clientOf(request, form);
    if (!client) return refuse(response, 'invalid_client', 'The client is unknown, or its secret is missing or wrong.', 401);
    if (quirk.revokesAtToken && form.token && !form.grant_type) return revoke(response, form);
    const problem = quirk.token?.(form);
    if (problem) return refuse(response, ...problem);
    if (form.grant_type === 'authorization_code') return exchange(response, form, client);
    if (form.grant_type === 'refresh_token') return refreshed(response, form, client);
    return refuse(response, 'unsupported_grant_type', 'This grant is not known here.');
}

const metadataAt = metadataPaths();
const registrationPath = pathOf(metadata.registration_endpoint);
provider.on('request', async (request, response) => {
    const url = new URL(request.url, home);
    const path = url.pathname;
    if (path === '/_seen') return send(response, 200, seen);
    const hidden = (metadataAt.has(path) && hides.includes('metadata')) || (path === registrationPath && hides.includes('registration'));
    if (!hidden) allow(request, response);
    if (request.method === 'OPTIONS') return response.writeHead(hidden ? 404 : 204).end();
    const body = await bodyOf(request);
    const [query, form] = [Object.fromEntries(url.searchParams), path === registrationPath ? {} : Object.fromEntries(new URLSearchParams(body))];
    seen.push({ method: request.method, path, origin: request.headers.origin, query, form });
    if (metadataAt.has(path)) return send(response, 200, metadata);
    if (request.method === 'POST' && path === registrationPath) return register(request, response, body);
    if (request.method === 'GET' && path === '/authorize') return authorize(response, query);
    if (request.method === 'POST' && path === '/token') return token(request, response, form);
    if (request.method === 'POST' && path === '/revoke') return revoke(response, form);
    if (request.method === 'POST' && path === '/_forget') {
        for (const id of clients.keys()) if (id !== BY_HAND.id) clients.delete(id);
        return send(response, 200, {});
    }
    return send(response, 404, 'Not found');
});

// ---- the MCP server

function makeServer() {
    const server = new McpServer({ name: `behind-${settings.as}`, version: '1.0.0' });
    server.registerTool('echo', {
        description: 'Gives back what it was given.',
        inputSchema: fromJsonSchema({ type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }),
    }, ({ text }) => ({ content: [{ type: 'text', text }] }));
    return server;
}
const handle = toNodeHandler(createMcpHandler(makeServer));
const RESOURCE_METADATA = '/.well-known/oauth-protected-resource/mcp';

function isGood(authorization = '') {
    const [scheme, value] = authorization.split(' ');
    const kept = scheme.toLowerCase() === 'bearer' ? accessTokens.get(value) : undefined;
    return kept !== undefined && !kept.grant.over && kept.expires > Date.now();
}

const isOpen = (body) => {
    try {
        return (door.open ?? []).includes(JSON.parse(body).method);
    } catch {
        return false;
    }
};

manager.on('request', async (request, response) => {
    const url = new URL(request.url, mcp);
    const elsewhere = door.elsewhere && request.headers.host.startsWith('localhost');
    if (request.method === 'OPTIONS' && door.preflight) return response.writeHead(door.preflight).end();
    allow(request, response, door.hidden ? 'Mcp-Session-Id' : 'WWW-Authenticate, Mcp-Session-Id');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (url.pathname === RESOURCE_METADATA && !elsewhere)
        return send(response, 200, { resource: mcp, authorization_servers: [listed], bearer_methods_supported: ['header'] });
    if (url.pathname !== '/mcp') return send(response, 404, 'Not found');
    const body = await bodyOf(request);
    if (!isGood(request.headers.authorization) && !isOpen(body)) {
        const host = door.elsewhere ? '127.0.0.1' : 'localhost';
        const error = request.headers.authorization ? 'error="invalid_token", ' : '';
        return send(response, 401, { error: 'invalid_token' }, { 'WWW-Authenticate': `Bearer ${error}resource_metadata="http://${host}:${managerPort}${RESOURCE_METADATA}"` });
    }
    return handle(request, response, body ? JSON.parse(body) : undefined);
});
console.log(`provider ${listed}`);
announce(managerPort);
