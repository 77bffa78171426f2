// Why a connection or a sign-in failed: the cause, whether it is known or inferred, and the lines that mend it, each on a real
// server that has the trouble.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { BY_HAND } from '../peers/quirks.mjs';
import { connect, enterSignInSettings, openAddServer, openApp, startPeer } from './support/page.mjs';
import { add, signInAs, startTodos } from './support/todos.mjs';

const EXPOSE = 'Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id';
// All of the cards at once: what is scrolled away is no element.
const TALL = { viewport: { width: 1440, height: 1800 } };

/** A server whose every answer is `answer`'s: (request, body, response). Resolves to the address of its MCP endpoint. */
async function startServer(t, answer) {
    const server = http.createServer(async (request, response) => {
        let body = '';
        for await (const piece of request.setEncoding('utf8')) body += piece;
        answer(request, body && body.startsWith('{') ? JSON.parse(body) : {}, response);
    });
    await new Promise((resolve) => server.listen(0, 'localhost', resolve));
    atEnd(t, () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }));
    return `http://localhost:${server.address().port}/mcp`;
}

const json = (response, status, body, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const anyOrigin = { 'access-control-allow-origin': '*' };
const anyHeader = (request) => ({ ...anyOrigin, 'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '' });

/** A server of 2025-11-25, as far as it takes to get into trouble with it. */
function older(request, message, response, headers) {
    if (request.method !== 'POST') return response.writeHead(405, anyOrigin).end();
    if (message.method !== 'initialize') return json(response, 400, { jsonrpc: '2.0', id: message.id ?? null, error: { code: -32000, message: 'Bad Request: a session id is required' } }, anyOrigin);
    const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'older', version: '1' } };
    return json(response, 200, { jsonrpc: '2.0', id: message.id, result }, { ...anyOrigin, ...headers });
}

/** Connects, and resolves to the page and the cards by their causes. */
async function fail(t, address, settings) {
    const opened = await openApp(t, { allow: ['http://localhost'], context: TALL });
    const { page } = opened;
    await openAddServer(page);
    if (settings) await enterSignInSettings(page, settings);
    await connect(page, address);
    return { ...opened, card: (cause) => page.getByRole('main').getByRole('region', { name: cause, exact: true }) };
}

/** The card of that cause says how sure it is, and each of `words`. */
async function says(card, certainty, ...words) {
    await card.waitFor();
    const text = (await card.innerText()).replaceAll(/\s+/g, ' ');
    assert.match(text, new RegExp(`\\b${certainty}\\b`));
    for (const word of words) assert.ok(text.includes(word), `${JSON.stringify(word)} is not in ${JSON.stringify(text)}`);
}

test('no CORS at all: known, with the header lines to copy', async (t) => {
    const address = await startServer(t, (request, message, response) => json(response, 200, {}));
    const { page, card, context } = await fail(t, address);
    const origin = new URL(page.url()).origin;
    const found = card('This page is not allowed (CORS)');
    await says(found, 'known', `Access-Control-Allow-Origin: ${origin}`, 'Access-Control-Expose-Headers: mcp-session-id, www-authenticate', "For the server's operator");
    await page.getByText('Look for the cause', { exact: true }).waitFor();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await found.getByRole('button', { name: 'Copy the lines', exact: true }).click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`^Access-Control-Allow-Origin: ${origin}\n`));
});

for (const status of [401, 404, 405]) {
    test(`a preflight answered with ${status}: known`, async (t) => {
        const peer = await startPeer('quirky_provider', { t, args: ['--as', `several_preflight_${status}`] });
        const { card } = await fail(t, peer.url);
        await says(card('The preflight is refused'), 'known', 'Answer OPTIONS', 'Access-Control-Allow-Headers: authorization', '→ refused');
    });
}

test('a header that the preflight does not allow: known, by name', async (t) => {
    const address = await startServer(t, (request, message, response) => {
        if (request.method === 'OPTIONS') return response.writeHead(204, { ...anyOrigin, 'access-control-allow-headers': 'content-type' }).end();
        return older(request, message, response);
    });
    const { card } = await fail(t, address);
    await says(card('A request header is not allowed'), 'known', 'mcp-protocol-version', 'with content-type → allowed', 'Access-Control-Allow-Headers:');
});

test('Mcp-Session-Id that is not exposed: inferred', async (t) => {
    const address = await startServer(t, (request, message, response) => {
        if (request.method === 'OPTIONS') return response.writeHead(204, anyHeader(request)).end();
        return older(request, message, response, { 'mcp-session-id': 'one' });
    });
    const { card } = await fail(t, address);
    await says(card('Mcp-Session-Id is hidden'), 'inferred', EXPOSE);
});

test('WWW-Authenticate that is not exposed, where it alone says who signs in: inferred', async (t) => {
    const address = await startServer(t, (request, message, response) => {
        if (request.method === 'OPTIONS') return response.writeHead(204, anyHeader(request)).end();
        if (request.url !== '/mcp') return json(response, 404, {}, anyOrigin);
        return json(response, 401, {}, { ...anyOrigin, 'www-authenticate': 'Bearer resource_metadata="http://localhost:1/prm"' });
    });
    const { card } = await fail(t, address);
    await says(card('WWW-Authenticate is hidden'), 'inferred', EXPOSE, '401 without a readable WWW-Authenticate');
});

test('the resource’s metadata without CORS, at an address that the challenge alone names: inferred', async (t) => {
    const address = await startServer(t, (request, message, response) => {
        if (request.url === '/prm.json') return json(response, 200, { resource: address });
        if (request.method === 'OPTIONS') return response.writeHead(204, anyHeader(request)).end();
        if (request.url !== '/mcp') return json(response, 404, {}, anyOrigin);
        const challenge = `Bearer resource_metadata="${new URL('/prm.json', address)}"`;
        return json(response, 401, {}, { ...anyOrigin, 'access-control-expose-headers': 'WWW-Authenticate', 'www-authenticate': challenge });
    });
    const { card } = await fail(t, address);
    await says(card('Sign-in metadata without CORS'), 'inferred', 'Access-Control-Allow-Origin: *', '/prm.json → not readable');
});

test('a server that is not there: nothing answers', async (t) => {
    const gone = http.createServer();
    await new Promise((resolve) => gone.listen(0, 'localhost', resolve));
    const address = `http://localhost:${gone.address().port}/mcp`;
    await new Promise((resolve) => gone.close(resolve));
    const { card } = await fail(t, address);
    await says(card('Nothing answers'), 'inferred', 'certificate', '→ nothing');
});

test('an address that is not https: known, before anything is asked', async (t) => {
    const { card } = await fail(t, 'http://todo.example/mcp');
    await says(card('The address is not https'), 'known', 'todo.example', 'For you');
});

// One row of QUIRKS each; `settings` are what a person entered beforehand.
for (const { as, cause, certainty, words, settings } of [
    { as: 'several_no_metadata_cors', cause: 'Sign-in metadata without CORS', certainty: 'inferred', words: ['Access-Control-Allow-Origin: *', '/.well-known/oauth-authorization-server', "For the provider's administrator"] },
    { as: 'atlassian', cause: 'The issuer does not match', certainty: 'known', words: ['"authorization_servers": ["http://127.0.0.1:'] },
    { as: 'cognito', cause: 'No PKCE', certainty: 'known', words: ['"code_challenge_methods_supported": ["S256"]'], settings: { clientId: BY_HAND.id } },
    { as: 'logto', cause: 'Registration is closed', certainty: 'known', words: ['/callback.html', 'enter the client id'] },
    { as: 'keycloak_trusted_hosts', cause: 'Registration is closed', certainty: 'known', words: ['/callback.html', 'HTTP 403'] },
    { as: 'several_registration_500', cause: 'Registration is closed', certainty: 'inferred', words: ['→ 500'] },
    { as: 'keycloak_trusted_hosts', cause: 'Token endpoint without CORS', certainty: 'inferred', words: ['Keycloak › Clients › Settings › Web origins', "For the provider's administrator", '/openid-connect/token → not readable'], settings: { clientId: BY_HAND.id } },
    { as: 'keycloak_old', cause: 'Registration without CORS', certainty: 'inferred', words: ['/register → not readable'] },
    { as: 'redirect_refused', cause: 'Redirect address not allowed', certainty: 'known', words: ['/callback.html', 'letter by letter', 'invalid_redirect_uri'] },
    { as: 'resource_refused', cause: 'The resource is refused', certainty: 'known', words: ['Turn the resource off', 'For you', 'invalid_target'] },
    { as: 'secret_wanted', cause: 'The client is refused', certainty: 'known', words: ['Check the client id and the secret', 'invalid_client'], settings: { clientId: BY_HAND.id } },
]) {
    test(`a provider like ${as}${settings ? ' with a client by hand' : ''}: ${cause}`, async (t) => {
        const peer = await startPeer('quirky_provider', { t, args: ['--as', as] });
        const { page, card } = await fail(t, peer.url, settings);
        await says(card(cause), certainty, ...words);
        await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
        const panel = page.getByRole('tabpanel', { name: 'Sign-in', exact: true });
        await says(panel.getByRole('region', { name: cause, exact: true }), certainty, ...words);
    });
}

// What a page that may not read the token endpoint has to say to whom: header lines, or the one entry that a known provider asks for.
for (const [as, settings, linesFor] of [
    ['oidc_provider', { clientId: BY_HAND.id, clientSecret: BY_HAND.secret }, (origin) => `Access-Control-Allow-Origin: ${origin}\nAccess-Control-Allow-Headers: authorization, dpop\nAccess-Control-Expose-Headers: DPoP-Nonce`],
    ['keycloak_trusted_hosts', { clientId: BY_HAND.id }, (origin) => origin],
]) test(`a token endpoint like that of ${as}, which this page may not read: the lines to copy`, async (t) => {
    const peer = await startPeer('quirky_provider', { t, args: ['--as', as] });
    const { page, card, context } = await fail(t, peer.url, settings);
    const provider = new URL((await peer.said(/^provider /)).split(' ')[1]).host;
    const found = card('Token endpoint without CORS');
    await says(found, 'inferred', `Allow this page at ${provider}`, '/token → not readable; no-cors GET → answered', "For the provider's administrator");
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await found.getByRole('button', { name: 'Copy the lines', exact: true }).click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), linesFor(new URL(page.url()).origin));
});

test('DPoP-Nonce that is not exposed, at a server that wants one in each proof: inferred, after one sign-in', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t, { provider: ['--dpop'], todos: ['--dpop-nonce', '--nonce-hidden'] });
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    await signInAs(page, 'user', () => add(page, peers.url));
    const found = page.getByRole('main').getByRole('region', { name: 'DPoP-Nonce is hidden', exact: true });
    await says(found, 'inferred', `${EXPOSE}, DPoP-Nonce`, 'use_dpop_nonce', "For the server's operator");
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('a clock that is ten minutes behind, at a server that looks at each proof: inferred, by name', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t, { provider: ['--dpop'], todos: ['--dpop'] });
    const behind = () => { const now = Date.now; Date.now = () => now() - 600_000; };
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL, script: behind });
    await signInAs(page, 'user', () => add(page, peers.url));
    await says(page.getByRole('main').getByRole('region', { name: "This computer's clock may be wrong", exact: true }), 'inferred', 'clock right', 'invalid_dpop_proof', 'For you');
});

// RFC 6749 §4.1.2.1: such an error stays in the provider's window.
for (const [cancelled, way] of [['where the server is added', async (page) => page.getByRole('region', { name: 'connecting', exact: true }).getByRole('button', { name: 'Cancel', exact: true }).click()],
    ['in the chat', async (page) => {
        await page.getByRole('button', { name: '+ New', exact: true }).click();
        await page.getByRole('alert').getByRole('button', { name: 'Cancel', exact: true }).click();
        await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    }],
]) test(`an error that only the provider's window shows, given up ${cancelled}: inferred, and quiet`, async (t) => {
    const peer = await startPeer('quirky_provider', { t, args: ['--as', 'secret_wanted'] });
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    await openAddServer(page);
    await enterSignInSettings(page, { clientId: 'nobody-knows' });
    const opened = page.waitForEvent('popup');
    await connect(page, peer.url);
    const provider = await opened;
    await provider.getByText('There is no such client').waitFor();
    await provider.close();
    await way(page);
    const found = page.getByRole('region', { name: 'If the provider showed an error', exact: true });
    await says(found, 'inferred', '/callback.html', 'which may be unknown there', 'If not, all is well.', '→ no answer');
});

test('in Korean the card says the same', async (t) => {
    const address = await startServer(t, (request, message, response) => json(response, 200, {}));
    const { page } = await openApp(t, { allow: [address], context: { locale: 'ko-KR', ...TALL } });
    await page.getByRole('button', { name: '서버 추가', exact: true }).first().click();
    await page.getByRole('textbox', { name: '서버 주소', exact: true }).fill(address);
    await page.getByRole('button', { name: '연결', exact: true }).click();
    const card = page.getByRole('main').getByRole('region', { name: '이 페이지가 허용되지 않음 (CORS)', exact: true });
    await card.getByRole('button', { name: '줄 복사', exact: true }).waitFor();
    assert.match(await card.innerText(), /확인됨/);
});

for (const inThisPage of [false, true]) test(`a resource that is refused, told to a person who was sent there ${inThisPage ? 'in this page' : 'in a window'}: at whom`, async (t) => {
    const peer = await startPeer('quirky_provider', { t, args: ['--as', 'entra'] });
    const provider = new URL((await peer.said(/^pair entra /)).split(' ')[3]);
    const { page } = await openApp(t, { allow: ['http://localhost'], context: TALL });
    if (inThisPage) await page.evaluate(() => { window.open = () => null; });
    await openAddServer(page);
    await enterSignInSettings(page, { clientId: BY_HAND.id });
    await connect(page, peer.url);
    if (inThisPage) {
        await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
        await page.getByRole('button', { name: 'Sign in in this page', exact: true }).first().click();
    }
    await says(page.getByRole('main').getByRole('region', { name: 'The resource is refused', exact: true }), 'known', `known at ${provider.host}`);
});
