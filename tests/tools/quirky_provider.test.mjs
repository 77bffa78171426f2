// The stand-in for authorization servers as they are: each row of quirks.mjs does what it is named after, and a client that
// minds it gets in.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startPeer } from '../browser/support/peers.mjs';
import { BY_HAND, QUIRKS } from '../peers/quirks.mjs';

const PAGE = 'https://parley.example';
const BACK = `${PAGE}/callback.html`;
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const covered = new Set();

const WELL_KNOWN = {
    '8414': (path) => `/.well-known/oauth-authorization-server${path}`,
    oidc: (path) => `/.well-known/openid-configuration${path}`,
    'oidc appended': (path) => `${path}/.well-known/openid-configuration`,
    '8414 appended': (path) => `${path}/.well-known/oauth-authorization-server`,
};

// One process has all rows.
let all;
before(async () => {
    all = await startPeer('quirky_provider', { args: Object.keys(QUIRKS).flatMap((name) => ['--as', name]) });
});
after(() => all?.stop());

/** The pair of that row, and the steps of the flow against it; a step's extra parameters go over the usual ones. */
async function start(row) {
    covered.add(row);
    const [, , url, issuer] = (await all.said(new RegExp(`^pair ${row} `))).split(' ');
    const peer = { url, origin: new URL(url).origin };
    const { origin, pathname } = new URL(issuer);
    const path = pathname === '/' ? '' : pathname;

    const places = {};
    for (const [place, of] of Object.entries(WELL_KNOWN)) {
        const response = await fetch(origin + of(path));
        if (response.ok) places[place] = { metadata: await response.json(), readable: response.headers.has('access-control-allow-origin') };
    }
    const { metadata } = Object.values(places)[0];
    const form = (address, body, headers = {}) => fetch(address, { method: 'POST', headers: { origin: PAGE, ...headers }, body: new URLSearchParams(body) });
    const steps = {
        peer, issuer, origin, metadata, places: Object.keys(places), readable: Object.values(places).every(({ readable }) => readable),
        register: (more = {}) => fetch(metadata.registration_endpoint, {
            method: 'POST', headers: { origin: PAGE, 'content-type': 'application/json' },
            body: JSON.stringify({ client_name: 'A test', redirect_uris: [BACK], token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'], ...more }),
        }),
        authorize: async (more = {}) => {
            const address = new URL(metadata.authorization_endpoint);
            const parameters = { response_type: 'code', client_id: BY_HAND.id, redirect_uri: BACK, state: 's', code_challenge: CHALLENGE, code_challenge_method: 'S256', resource: peer.url, ...more };
            for (const [name, value] of Object.entries(parameters)) if (value !== undefined) address.searchParams.set(name, value);
            return fetch(address, { redirect: 'manual' });
        },
        answer: async (more) => new URL((await steps.authorize(more)).headers.get('location')).searchParams,
        token: (body, headers) => form(metadata.token_endpoint, { client_id: BY_HAND.id, ...body }, headers),
        tokens: async (more = {}, tokenMore = {}) => {
            const code = (await steps.answer(more)).get('code');
            const response = await steps.token({ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER, ...(more.client_id && { client_id: more.client_id }), ...tokenMore });
            assert.equal(response.status, 200, await response.clone().text());
            return response.json();
        },
        refresh: (refresh_token, more = {}) => steps.token({ grant_type: 'refresh_token', refresh_token, ...more }),
        revoke: (body) => form(metadata.revocation_endpoint, { client_id: BY_HAND.id, ...body }),
        // A request to the MCP server, without a token or with one.
        call: (token, method = 'tools/list', params = {}) => fetch(peer.url, {
            method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
            headers: { origin: PAGE, 'content-type': 'application/json', accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25', ...(token && { authorization: `Bearer ${token}` }) },
        }),
        forget: () => fetch(`${origin}/_forget`, { method: 'POST' }),
        listed: async () => (await (await fetch(`${peer.origin}/.well-known/oauth-protected-resource/mcp`)).json()).authorization_servers,
    };
    return steps;
}

const isJwt = (token) => token.split('.').length === 3;
const errorOf = async (response) => (await response.json()).error;

/** What every row must end with: in with the token, out without. */
async function getsIn(steps, tokens) {
    const refused = await steps.call();
    assert.equal(refused.status, 401);
    const let_in = await steps.call(tokens.access_token);
    assert.equal(let_in.status, 200, await let_in.clone().text());
    assert.match(await let_in.text(), /echo/);
}

const row = (name, body) => test(name, { timeout: 60_000 }, async () => body(await start(name)));

row('plain', async (s) => {
    assert.deepEqual(s.places, ['8414', '8414 appended'], 'for an issuer without a path the two are one');
    assert.equal(s.metadata.issuer, s.issuer);
    const { client_id, client_secret } = await (await s.register()).json();
    assert.equal(client_secret, undefined);
    const first = await s.tokens({ client_id });
    assert.ok(isJwt(first.access_token));
    await getsIn(s, first);
    assert.match((await s.call()).headers.get('www-authenticate'), /resource_metadata="http:\/\/localhost:\d+\/.well-known\/oauth-protected-resource\/mcp"/);
    const wrong = await s.token({ client_id, grant_type: 'authorization_code', code: (await s.answer({ client_id })).get('code'), redirect_uri: BACK, code_verifier: 'another' });
    assert.equal(await errorOf(wrong), 'invalid_grant', 'the verifier is looked at');
    const second = await (await s.refresh(first.refresh_token, { client_id })).json();
    assert.equal(await errorOf(await s.refresh(first.refresh_token, { client_id })), 'invalid_grant');
    assert.equal(await errorOf(await s.refresh(second.refresh_token, { client_id })), 'invalid_grant', 'the grant is over');
    assert.equal((await s.call(second.access_token)).status, 401);
    await s.forget();
    assert.equal(await errorOf(await s.refresh(second.refresh_token, { client_id })), 'invalid_client');
    const seen = await (await fetch(`${s.origin}/_seen`)).json();
    assert.equal(seen.filter(({ form }) => form.grant_type === 'refresh_token').length, 4);
});

row('entra', async (s) => {
    assert.deepEqual(s.places, ['oidc appended']);
    assert.equal(s.issuer, `${s.origin}/common/v2.0`);
    assert.equal(s.metadata.issuer, `${s.origin}/{tenantid}/v2.0`);
    assert.equal(s.metadata.registration_endpoint, undefined);
    assert.match((await s.answer()).get('error_description'), /^AADSTS901002/);
    assert.equal((await s.answer({ resource: undefined, scope: 'read' })).get('error'), 'invalid_scope');
    const scope = `${s.peer.url}/.default`;
    const code = (await s.answer({ resource: undefined, scope })).get('code');
    assert.match(await (await s.token({ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER, resource: s.peer.url })).text(), /AADSTS9010010/);
    const tokens = await s.tokens({ resource: undefined, scope });
    assert.equal(tokens.refresh_token_expires_in, 86400);
    await getsIn(s, tokens);
});

row('auth0', async (s) => {
    assert.ok(s.issuer.endsWith('/') && s.metadata.issuer === s.issuer);
    assert.equal(new URL(s.metadata.registration_endpoint).pathname, '/oidc/register');
    const client = await (await s.register()).json();
    assert.ok(client.client_secret && client.token_endpoint_auth_method === 'none');
    const { client_id } = client;
    const audienceOf = ({ access_token }) => JSON.parse(Buffer.from(access_token.split('.')[1], 'base64url')).aud;
    assert.ok(!isJwt((await s.tokens({ client_id, resource: undefined })).access_token));
    assert.equal(audienceOf(await s.tokens({ client_id })), s.peer.url);
    const tokens = await s.tokens({ client_id, audience: 'todo-api' });
    assert.equal(audienceOf(tokens), 'todo-api', 'over the resource');
    await getsIn(s, tokens);
    for (let i = 0; i < 2; ++i) assert.equal((await s.refresh(tokens.refresh_token, { client_id })).status, 200, 'the old one overlaps');
});

row('auth0_closed', async (s) => {
    const refused = await s.register();
    assert.equal(refused.status, 404);
    assert.equal((await refused.json()).statusCode, 404);
    await getsIn(s, await s.tokens());
});

row('okta', async (s) => {
    assert.deepEqual(s.places, ['oidc appended', '8414 appended']);
    const refused = await s.register();
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    assert.equal((await refused.json()).errorCode, 'E0000005');
    await getsIn(s, await s.tokens());
});

row('keycloak', async (s) => {
    assert.deepEqual(s.places, ['oidc appended']);
    assert.match(await (await s.register({ application_type: 'web' })).text(), /Unrecognized field \\"application_type\\"/);
    assert.equal((await s.register({ scope: 'openid a' })).status, 403);
    assert.equal((await s.answer({ resource: 'https://elsewhere.example/' })).get('error'), 'invalid_target');
    const registered = await s.register({ scope: 'a' });
    assert.equal(registered.headers.get('access-control-allow-origin'), '*');
    await getsIn(s, await s.tokens({ client_id: (await registered.json()).client_id }));
});

row('keycloak_trusted_hosts', async (s) => {
    const refused = await s.register();
    assert.equal(refused.status, 403);
    assert.match((await refused.json()).error_description, /Trusted Hosts/);
});

row('keycloak_old', async (s) => {
    const registered = await s.register();
    assert.equal(registered.headers.get('access-control-allow-origin'), null);
    await getsIn(s, await s.tokens({ resource: 'https://means.nothing.example/' }));
});

row('cognito', async (s) => {
    assert.deepEqual(s.places, ['oidc appended']);
    assert.equal(s.metadata.code_challenge_methods_supported, undefined);
    assert.equal(s.metadata.registration_endpoint, undefined);
    const tokens = await s.tokens();
    for (let i = 0; i < 2; ++i) {
        const next = await (await s.refresh(tokens.refresh_token)).json();
        assert.equal(next.refresh_token, undefined);
        await getsIn(s, next);
    }
});

row('google', async (s) => {
    assert.deepEqual(await s.listed(), [`${s.origin}/`]);
    assert.equal(s.metadata.issuer, s.origin);
    const code = async () => ({ grant_type: 'authorization_code', code: (await s.answer()).get('code'), redirect_uri: BACK, code_verifier: VERIFIER });
    assert.equal(await errorOf(await s.token(await code())), 'invalid_client', 'PKCE is not enough');
    assert.equal(await errorOf(await s.token({ ...(await code()), client_secret: 'wrong' })), 'invalid_client');
    const basic = await s.token(await code(), { authorization: `Basic ${btoa(`${BY_HAND.id}:${BY_HAND.secret}`)}` });
    const tokens = await basic.json();
    const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } };
    assert.equal((await s.call(undefined, 'initialize', hello)).status, 200, 'let through');
    const echo = (token) => s.call(token, 'tools/call', { name: 'echo', arguments: { text: 'heard' } });
    assert.equal((await echo()).status, 401, 'asked at the call');
    assert.match(await (await echo(tokens.access_token)).text(), /heard/);
});

row('github', async (s) => {
    assert.deepEqual(s.places, ['8414']);
    assert.equal(new URL(s.issuer).pathname, '/login/oauth');
    assert.equal(s.readable, false, 'not by a page');
    const tokens = await s.tokens({ resource: undefined });
    assert.ok(!isJwt(tokens.access_token) && tokens.scope === undefined);
    await getsIn(s, tokens);
});

row('logto', async (s) => {
    assert.equal(new URL(s.issuer).pathname, '/oidc');
    assert.equal((await s.answer({ resource: 'todo-api' })).get('error'), 'invalid_target');
    assert.ok(!isJwt((await s.tokens({ resource: undefined })).access_token));
    const tokens = await s.tokens();
    assert.ok(isJwt(tokens.access_token));
    await getsIn(s, tokens);
});

row('stripe', async (s) => {
    assert.deepEqual(s.metadata.token_endpoint_auth_methods_supported, ['none']);
    assert.equal((await s.register({ client_name: undefined })).status, 400);
    const { client_id } = await (await s.register()).json();
    const page = await s.authorize({ client_id });
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
    const [, target] = /content="0;url=([^"]+)"/.exec(await page.text());
    const code = new URL(target.replaceAll('&amp;', '&')).searchParams.get('code');
    await getsIn(s, await (await s.token({ client_id, grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER })).json());
});

row('linear', async (s) => {
    const { client_id } = await (await s.register()).json();
    const first = await s.tokens({ client_id });
    const second = await (await s.refresh(first.refresh_token, { client_id })).json();
    assert.notEqual(second.refresh_token, first.refresh_token);
    await getsIn(s, await (await s.refresh(first.refresh_token, { client_id })).json());
});

row('workers', async (s) => {
    assert.equal(s.metadata.revocation_endpoint, s.metadata.token_endpoint);
    const { client_id } = await (await s.register()).json();
    const older = await s.tokens({ client_id });
    const newer = await s.tokens({ client_id });
    assert.equal((await s.call(older.access_token)).status, 401, 'a new grant ends the older one');
    await getsIn(s, newer);
    assert.equal((await s.revoke({ client_id, token: newer.refresh_token })).status, 200);
    assert.equal((await s.call(newer.access_token)).status, 401);
    await s.forget(); // as after 90 days
    assert.equal((await s.authorize({ client_id })).status, 400);
});

row('oidc_provider', async (s) => {
    assert.deepEqual(s.places, ['oidc appended', '8414 appended']);
    assert.equal(s.readable, true);
    const registered = await s.register();
    assert.equal(registered.headers.get('access-control-allow-origin'), null);
    await getsIn(s, await s.tokens({ client_id: (await registered.json()).client_id }));
});

row('atlassian', async (s) => {
    assert.deepEqual(await s.listed(), [s.origin]);
    assert.equal(s.metadata.issuer, s.origin.replace('localhost', '127.0.0.1'));
    const there = await (await fetch(`${s.metadata.issuer}/.well-known/oauth-authorization-server`)).json();
    assert.equal(there.issuer, s.metadata.issuer, 'asked there, it is its own');
});

row('several_hidden_challenge', async (s) => {
    const refused = await s.call();
    assert.ok(refused.headers.get('www-authenticate'));
    assert.doesNotMatch(refused.headers.get('access-control-expose-headers'), /www-authenticate/i);
    assert.deepEqual(await s.listed(), [s.issuer], 'where a client that cannot read it looks');
});

row('several_registration_null', async (s) => {
    assert.equal(s.metadata.registration_endpoint, null);
    await getsIn(s, await s.tokens());
});

row('several_registration_500', async (s) => {
    const refused = await s.register();
    assert.deepEqual([refused.status, await refused.text()], [500, '']);
});

row('several_registration_401', async (s) => {
    const refused = await s.register();
    assert.equal(refused.status, 401);
    assert.match(await refused.text(), /^<html>/);
});

row('several_metadata_elsewhere', async (s) => {
    const [, where] = /resource_metadata="([^"]+)"/.exec((await s.call()).headers.get('www-authenticate'));
    assert.equal(new URL(where).hostname, '127.0.0.1');
    assert.deepEqual((await (await fetch(where)).json()).authorization_servers, [s.issuer]);
    assert.equal((await fetch(where.replace('127.0.0.1', 'localhost'))).status, 404);
});

for (const status of [401, 404, 405]) {
    row(`several_preflight_${status}`, async (s) => {
        const preflight = await fetch(s.peer.url, { method: 'OPTIONS', headers: { origin: PAGE, 'access-control-request-method': 'POST' } });
        assert.equal(preflight.status, status);
        assert.equal(preflight.headers.get('access-control-allow-origin'), null);
        assert.equal((await fetch(s.peer.url, { headers: { origin: PAGE } })).headers.get('access-control-allow-origin'), '*', 'a request without one is answered');
    });
}

row('several_metadata_preflight', async (s) => {
    const addresses = [`${s.peer.origin}/.well-known/oauth-protected-resource/mcp`, `${s.origin}/.well-known/oauth-authorization-server`];
    for (const address of addresses) {
        const preflight = await fetch(address, { method: 'OPTIONS', headers: { origin: PAGE, 'access-control-request-method': 'GET', 'access-control-request-headers': 'mcp-protocol-version' } });
        assert.equal(preflight.status, 405);
        assert.equal(preflight.headers.get('access-control-allow-origin'), null);
        assert.equal((await fetch(address, { headers: { origin: PAGE } })).headers.get('access-control-allow-origin'), '*', 'a request without one is answered');
    }
    const seen = await (await fetch(`${s.origin}/_seen`)).json();
    assert.equal(seen.filter(({ method }) => method === 'OPTIONS').length, 2);
    await getsIn(s, await s.tokens());
});

row('several_appended', async (s) => {
    assert.deepEqual(s.places, ['8414 appended']);
    await getsIn(s, await s.tokens());
});

row('several_no_metadata_cors', async (s) => {
    assert.equal(s.readable, false);
    await getsIn(s, await s.tokens());
});

row('redirect_refused', async (s) => {
    assert.equal(await errorOf(await s.register()), 'invalid_redirect_uri');
});

row('resource_refused', async (s) => {
    assert.equal((await s.answer()).get('error'), 'invalid_target');
    await getsIn(s, await s.tokens({ resource: undefined }));
});

row('secret_wanted', async (s) => {
    const exchange = async (more) => s.token({ grant_type: 'authorization_code', code: (await s.answer()).get('code'), redirect_uri: BACK, code_verifier: VERIFIER, ...more });
    assert.equal(await errorOf(await exchange({})), 'invalid_client');
    assert.equal((await exchange({ client_secret: BY_HAND.secret })).status, 200);
});

test('every row is looked at', () => {
    assert.deepEqual([...covered].sort(), Object.keys(QUIRKS).sort());
});
