// The provider and the todo manager that stand for real servers in tests and in the demo: what they promise, seen by fetch and
// by the official client.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startPeer } from '../browser/support/peers.mjs';
import { press, signIn } from '../peers/person.mjs';

const options = { timeout: 60_000 };
const PAGE = 'https://parley.example';
const BACK = `${PAGE}/callback.html`;
const ALL = 'openid email offline_access create:todos read:todos delete:todos';
const random = () => randomBytes(32).toString('base64url');

async function startPair({ provider: providerArgs = [], manager: managerArgs = [], t } = {}) {
    const provider = await startPeer('oidc_provider', { t, args: providerArgs });
    const manager = await startPeer('todo_manager', { t, args: ['--issuer', provider.url, ...managerArgs] });
    return { provider, manager, metadata: await metadataOf(provider.url) };
}

// Most tests are content with one pair as it is without any option.
let plain;
before(async () => { plain = await startPair(); });
after(async () => {
    await plain?.manager.stop();
    await plain?.provider.stop();
});

const metadataOf = async (issuer) => (await fetch(`${issuer}/.well-known/openid-configuration`)).json();

async function register(metadata, more = {}) {
    const response = await fetch(metadata.registration_endpoint, {
        method: 'POST', headers: { 'content-type': 'application/json', origin: PAGE },
        body: JSON.stringify({ client_name: 'A test', redirect_uris: [BACK], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
            token_endpoint_auth_method: 'none', application_type: 'web', ...more }),
    });
    assert.equal(response.status, 201, await response.clone().text());
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    return response.json();
}

function begin(metadata, clientId, resource, scope = ALL) {
    const verifier = random();
    const state = random();
    const address = new URL(metadata.authorization_endpoint);
    for (const [name, value] of Object.entries({
        response_type: 'code', client_id: clientId, redirect_uri: BACK, scope, state, code_challenge_method: 'S256',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'), ...(resource && { resource }),
    })) address.searchParams.set(name, value);
    return { address, verifier, state };
}

const askToken = (metadata, body, origin = PAGE) =>
    fetch(metadata.token_endpoint, { method: 'POST', headers: { origin }, body: new URLSearchParams(body) });

/** The whole flow, by hand. */
async function tokensOf({ metadata, manager }, account, { clientId, resource = manager.url } = {}) {
    const id = clientId ?? (await register(metadata)).client_id;
    const { address, verifier, state } = begin(metadata, id, resource);
    const answer = await signIn(address, account, BACK);
    assert.equal(answer.get('state'), state);
    assert.equal(answer.get('iss'), metadata.issuer);
    const response = await askToken(metadata, {
        grant_type: 'authorization_code', code: answer.get('code'), client_id: id, redirect_uri: BACK, code_verifier: verifier, resource,
    });
    assert.equal(response.status, 200, await response.clone().text());
    return { ...(await response.json()), clientId: id };
}

const refresh = (metadata, { refresh_token, clientId }) => askToken(metadata, { grant_type: 'refresh_token', refresh_token, client_id: clientId });

/** One JSON-RPC request without a session, only to see what the door says. */
const knock = (url, token, body = { jsonrpc: '2.0', id: 1, method: 'ping' }) => fetch(url, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', origin: PAGE, ...(token && { authorization: `Bearer ${token}` }) },
});

async function connected(t, transport) {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    t.after(() => client.close());
    const call = async (name, args = {}) => JSON.parse((await client.callTool({ name, arguments: args })).content[0].text);
    return { client, call };
}

const overHttp = (t, url, token) => connected(t, new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }));

test('without a token the manager says where its metadata is, to a page too', options, async (t) => {
    const { provider, manager } = plain;
    const preflight = await fetch(manager.url, { method: 'OPTIONS', headers: { origin: PAGE, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type' } });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization, content-type');

    const refused = await knock(manager.url);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('access-control-expose-headers'), /WWW-Authenticate/);
    const [, where] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate'));
    assert.equal(where, `${manager.origin}/.well-known/oauth-protected-resource/mcp`);
    const response = await fetch(where);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const metadata = await response.json();
    assert.equal(metadata.resource, manager.url);
    assert.deepEqual(metadata.authorization_servers, [provider.url]);
    assert.deepEqual(metadata.scopes_supported, ['create:todos', 'read:todos', 'delete:todos']);
});

test('the official client finds the way by itself, and the two roles see what they may', options, async (t) => {
    const { manager } = plain;
    const storage = {};
    const auth = {
        redirectUrl: BACK,
        clientMetadata: { client_name: 'Official', redirect_uris: [BACK], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' },
        clientInformation: () => storage.client,
        saveClientInformation: (client) => { storage.client = client; },
        tokens: () => storage.tokens,
        saveTokens: (tokens) => { storage.tokens = tokens; },
        redirectToAuthorization: (url) => { storage.url = url; },
        saveCodeVerifier: (verifier) => { storage.verifier = verifier; },
        codeVerifier: () => storage.verifier,
    };
    const transport = () => new StreamableHTTPClientTransport(new URL(manager.url), { authProvider: auth });
    const first = transport();
    await assert.rejects(new Client({ name: 'test', version: '1' }).connect(first), { name: 'Error', message: /Unauthorized/ });
    await first.finishAuth((await signIn(storage.url, 'user', BACK)).get('code'));
    const user = await connected(t, transport());
    assert.deepEqual((await user.client.listTools()).tools.map(({ name }) => name), ['create-todo', 'get-todos', 'delete-todo']);
    const own = await user.call('create-todo', { content: 'of the user' });
    assert.deepEqual(Object.keys(own), ['id', 'content', 'ownerId', 'createdAt']);
    assert.equal(own.ownerId, 'user');

    const admin = await overHttp(t, manager.url, (await tokensOf(plain, 'admin')).access_token);
    const others = await admin.call('create-todo', { content: 'of the admin' });
    assert.deepEqual((await admin.call('get-todos')).todos.map(({ content }) => content), ['of the user', 'of the admin']);
    assert.deepEqual((await user.call('get-todos')).todos.map(({ content }) => content), ['of the user']);

    const refused = await knock(manager.url, storage.tokens.access_token, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'delete-todo', arguments: { id: others.id } } });
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('www-authenticate'), /^Bearer error="insufficient_scope", scope="delete:todos", resource_metadata="/);
    assert.deepEqual(await user.call('delete-todo', { id: own.id }), { deleted: own.id });
    assert.deepEqual(await admin.call('delete-todo', { id: others.id }), { deleted: others.id });
    assert.deepEqual(await admin.call('get-todos'), { todos: [] });
});

test('a session is its person’s: another one does not have it', options, async (t) => {
    const pair = plain;
    const [user, admin] = [await tokensOf(pair, 'user'), await tokensOf(pair, 'admin')];
    const transport = new StreamableHTTPClientTransport(new URL(pair.manager.url), { requestInit: { headers: { authorization: `Bearer ${user.access_token}` } } });
    await connected(t, transport);
    const ask = (token) => fetch(pair.manager.url, {
        method: 'POST', body: '{"jsonrpc":"2.0","id":9,"method":"ping"}',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-session-id': transport.sessionId, authorization: `Bearer ${token}` },
    });
    assert.equal((await ask(user.access_token)).status, 200);
    assert.equal((await ask(admin.access_token)).status, 404);
});

test('the older transport works with a token for its own address', options, async (t) => {
    const pair = plain;
    const sse = `${pair.manager.origin}/sse`;
    const { access_token } = await tokensOf(pair, 'user', { resource: sse });
    const headers = { authorization: `Bearer ${access_token}` };
    const { call } = await connected(t, new SSEClientTransport(new URL(sse), { requestInit: { headers }, eventSourceInit: { fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }) } }));
    const { id, ownerId } = await call('create-todo', { content: 'x' });
    assert.equal(ownerId, 'user');
    assert.deepEqual(await call('delete-todo', { id }), { deleted: id });
    assert.equal((await knock(pair.manager.url, access_token)).status, 401, 'for /sse, not for /mcp');
});

test('refresh tokens rotate, and one that comes again ends the whole grant', options, async (t) => {
    const pair = plain;
    const earlier = pair.provider.times(/^granted refresh_token/);
    const first = await tokensOf(pair, 'user');
    assert.match(first.scope, /create:todos/);
    assert.doesNotMatch(first.scope, /read:todos/, 'less than was asked for: the role has no more');
    const second = await (await refresh(pair.metadata, first)).json();
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal((await knock(pair.manager.url, second.access_token)).status, 400, 'let in; a ping without a session is the transport’s affair');
    const again = await refresh(pair.metadata, first);
    assert.deepEqual([again.status, (await again.json()).error], [400, 'invalid_grant']);
    const over = await refresh(pair.metadata, { ...second, clientId: first.clientId });
    assert.equal((await over.json()).error, 'invalid_grant', 'the good one is over too');
    await pair.provider.said(/^granted refresh_token user$/);
    await pair.provider.said(/^grant revoked$/);
    assert.equal(pair.provider.times(/^granted refresh_token/) - earlier, 1);
});

test('an access token ends when it says so', options, async (t) => {
    const pair = await startPair({ t, provider: ['--access-token-seconds', '1'] });
    const tokens = await tokensOf(pair, 'user');
    assert.equal(tokens.expires_in, 1);
    while ((await knock(pair.manager.url, tokens.access_token)).status !== 401) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match((await knock(pair.manager.url, tokens.access_token)).headers.get('www-authenticate'), /error="invalid_token"/);
});

test('a revoked refresh token is over; a registration can be read and deleted by who has its token', options, async (t) => {
    const pair = plain;
    const registered = await register(pair.metadata);
    const tokens = await tokensOf(pair, 'user', { clientId: registered.client_id });
    const revoked = await fetch(pair.metadata.revocation_endpoint, { method: 'POST', headers: { origin: PAGE }, body: new URLSearchParams({ token: tokens.refresh_token, client_id: registered.client_id }) });
    assert.equal(revoked.status, 200);
    assert.equal(revoked.headers.get('access-control-allow-origin'), PAGE);
    assert.equal((await (await refresh(pair.metadata, tokens)).json()).error, 'invalid_grant');

    const at = (method, token) => fetch(registered.registration_client_uri, { method, headers: { origin: PAGE, authorization: `Bearer ${token}` } });
    assert.equal((await at('DELETE', 'wrong')).status, 401);
    assert.equal((await (await at('GET', registered.registration_access_token)).json()).client_id, registered.client_id);
    const preflight = await fetch(registered.registration_client_uri, { method: 'OPTIONS', headers: { origin: PAGE, 'access-control-request-method': 'DELETE' } });
    assert.match(preflight.headers.get('access-control-allow-methods'), /DELETE/);
    assert.equal((await at('DELETE', registered.registration_access_token)).status, 204);
    const { address } = begin(pair.metadata, registered.client_id, pair.manager.url);
    assert.match(await (await fetch(address, { redirect: 'manual' })).text(), /invalid_client/);
});

test('the token endpoint answers only the page that the client belongs to', options, async (t) => {
    const { metadata } = plain;
    const { client_id } = await register(metadata);
    const from = (origin) => askToken(metadata, { grant_type: 'refresh_token', refresh_token: 'x', client_id }, origin);
    assert.equal((await from(PAGE)).headers.get('access-control-allow-origin'), PAGE);
    assert.equal((await from('https://elsewhere.example')).headers.get('access-control-allow-origin'), null);
    const confidential = await register(metadata, { token_endpoint_auth_method: 'client_secret_post' });
    assert.equal((await askToken(metadata, { grant_type: 'refresh_token', refresh_token: 'x', client_id: confidential.client_id, client_secret: confidential.client_secret })).headers.get('access-control-allow-origin'), null);
});

test('who says no is sent back with access_denied, their state and the issuer', options, async (t) => {
    const { metadata, manager } = plain;
    const { client_id } = await register(metadata);
    for (const names of [['Cancel'], ['Sign in as user', 'Deny']]) {
        const { address, state } = begin(metadata, client_id, manager.url);
        const { searchParams } = await press(address, names, BACK);
        assert.deepEqual(Object.fromEntries(searchParams), { error: 'access_denied', error_description: 'The person said no.', state, iss: metadata.issuer });
    }
});

test('opaque tokens: the manager asks the provider what they are worth', options, async (t) => {
    const pair = await startPair({ t, provider: ['--opaque'], manager: ['--opaque'] });
    const tokens = await tokensOf(pair, 'admin');
    assert.doesNotMatch(tokens.access_token, /\./);
    const { call } = await overHttp(t, pair.manager.url, tokens.access_token);
    assert.equal((await call('create-todo', { content: 'x' })).ownerId, 'admin');
    assert.equal((await knock(pair.manager.url, 'made-up')).status, 401);
});

test('an issuer with a path, known resources only, a client by hand, and no registration', options, async (t) => {
    const pair = await startPair({ t, provider: ['--mount', '/oidc', '--resource', 'https://todo.example/mcp', '--client', 'by-hand', '--redirect-uri', BACK, '--no-registration'] });
    assert.equal(new URL(pair.metadata.issuer).pathname, '/oidc');
    assert.equal(pair.metadata.registration_endpoint, undefined);
    assert.equal((await fetch(`${pair.provider.origin}/.well-known/openid-configuration`)).status, 404);
    const unknown = begin(pair.metadata, 'by-hand', pair.manager.url);
    assert.equal((await press(unknown.address, [], BACK)).searchParams.get('error'), 'invalid_target');
    const tokens = await tokensOf(pair, 'user', { clientId: 'by-hand', resource: 'https://todo.example/mcp' });
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
    assert.deepEqual([claims.aud, claims.role, claims.sub], ['https://todo.example/mcp', 'User', 'user']);
    assert.equal(JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url')).email, 'user@example.com');
});

test('a client that is a document needs no registration', options, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-client-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const id = `${PAGE}/client.json`;
    const document = { client_id: id, client_name: 'By document', redirect_uris: [BACK], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };
    writeFileSync(join(folder, 'client.json'), JSON.stringify(document));
    const pair = await startPair({ t, provider: ['--client-document', join(folder, 'client.json')] });
    assert.equal(pair.metadata.client_id_metadata_document_supported, true);
    assert.ok((await tokensOf(pair, 'user', { clientId: id })).refresh_token);
});

test('DPoP is advertised only when it was asked for', options, async (t) => {
    const algorithms = async (...args) => (await metadataOf((await startPeer('oidc_provider', { t, args })).url)).dpop_signing_alg_values_supported;
    assert.equal(await algorithms(), undefined);
    for (const flag of ['--dpop', '--dpop-nonce']) assert.ok((await algorithms(flag)).includes('ES256'));
});
