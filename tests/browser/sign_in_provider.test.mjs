// What a provider can do besides: client documents, tokens that are bound to a key, a session that remembers, a client that it
// forgets in the middle, and nobody's word on who signed in.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { until } from './support/browser.mjs';
import { deployedAt } from './support/deployed.mjs';
import { button, closesAfter, connect, connected, finished, openAddServer, openApp, run } from './support/page.mjs';
import { account, add, LOCAL, open, signInAs, signInPanel, startTodos, todosSeen } from './support/todos.mjs';

const options = { timeout: 90_000 };

test('oidc-provider reads the client metadata document that we deploy: nobody registers', options, async (t) => {
    const address = 'https://parley.example/chat/';
    const { folder, route } = await deployedAt(t, address);
    const peers = await startTodos(t, { provider: ['--client-document', join(folder, 'client.json')] });
    // The servers are on this machine and that address is not: a browser asks the person first.
    const context = { permissions: ['local-network-access'] };
    const { page } = await open(t, peers, 'user', { address, before: route, context });
    const panel = await signInPanel(page);
    await panel.getByRole('row', { name: new RegExp(`^Client ${address}client.json`) }).waitFor();
    await button(page, 'Refresh now').click();
    await until(() => peers.provider.times(/^granted refresh_token/) === 1);
    await todosSeen(page);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
    assert.equal(peers.provider.times(/^registered/), 0);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
});

/** The names of the signing keys that the browser keeps. */
const signingKeys = (page) => page.evaluate(async () => {
    const names = [];
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((resolve, reject) => { Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => resolve(target.result), onerror: reject }); });
        if (db.objectStoreNames.contains('keys')) {
            const keys = await new Promise((resolve, reject) => { Object.assign(db.transaction('keys').objectStore('keys').getAllKeys(), { onsuccess: ({ target }) => resolve(target.result), onerror: reject }); });
            names.push(...keys.filter((key) => Array.isArray(key) && key[0] === 'signing').map((key) => key[1]));
        }
        db.close();
    }
    return names;
});

for (const flag of ['--dpop', '--dpop-nonce']) test(`tokens bound to a key at a real provider and a server that looks at each proof: ${flag}`, options, async (t) => {
    const peers = await startTodos(t, { provider: [flag], todos: [flag] });
    const { page, context, address } = await open(t, peers, 'user');
    const panel = await signInPanel(page);
    await panel.getByRole('row', { name: /^Kind DPoP/ }).waitFor();
    // The nonce of the server is good for five requests.
    for (let i = 0; i < 8; ++i) await todosSeen(page);
    await button(page, 'Refresh now').click();
    await until(() => peers.provider.times(/^granted refresh_token/) === 1);
    await todosSeen(page);
    assert.ok(peers.manager.times(/^proof/) >= 9);
    const [key] = await signingKeys(page);
    // Tomorrow it is the same key, which never left the browser.
    await page.close();
    const again = await context.newPage();
    await again.goto(address);
    await connected(again);
    await todosSeen(again);
    assert.deepEqual(await signingKeys(again), [key]);
    await signInPanel(again);
    await button(again, 'Sign out').click();
    await again.getByText('Nobody is signed in here.').waitFor();
    await until(async () => (await signingKeys(again)).length === 0);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('the key of a sign-in that the person refused is gone, and that of one that was left is swept', options, async (t) => {
    const peers = await startTodos(t, { provider: ['--dpop'], todos: ['--dpop'] });
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    const begun = async (begin) => {
        const opened = page.waitForEvent('popup');
        await begin();
        const provider = await opened;
        await provider.getByRole('button', { name: 'Sign in as user' }).click();
        await provider.getByRole('button', { name: 'Deny' }).waitFor();
        return provider;
    };
    const refused = await begun(() => add(page, peers.url));
    assert.equal((await signingKeys(page)).length, 1);
    await closesAfter(refused, () => refused.getByRole('button', { name: 'Deny' }).click());
    await page.getByText('The person said no.').first().waitFor();
    await until(async () => (await signingKeys(page)).length === 0);

    await begun(() => button(page, 'Try again').click());
    assert.equal((await signingKeys(page)).length, 1);
    const [left] = await signingKeys(page);
    for (const window of context.pages()) await window.close();
    const later = await context.newPage();
    await later.addInitScript(() => {
        const now = Date.now;
        Date.now = () => now() + 31 * 60_000;
    });
    await later.goto(address);
    await later.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await until(async () => !(await signingKeys(later)).includes(left));
});

test('a provider whose session remembers asks who it is when it is to be somebody else, and only then', options, async (t) => {
    const peers = await startTodos(t, { provider: ['--remember'] });
    const { page } = await open(t, peers, 'user');
    const panel = await signInPanel(page);
    await account(page, 'user').waitFor();
    await signInAs(page, 'admin', () => button(page, 'Sign in as someone else').click());
    await account(page, 'admin').waitFor();

    await button(page, 'Sign out').click();
    await page.getByText('Nobody is signed in here.').waitFor();
    const opened = page.waitForEvent('popup');
    await panel.getByRole('button', { name: 'Sign in', exact: true }).click();
    const provider = await opened;
    await provider.getByRole('button', { name: 'Allow' }).waitFor(); // nobody is asked who they are
    assert.match(await provider.locator('main').innerText(), /for admin/);
    await closesAfter(provider, () => provider.getByRole('button', { name: 'Allow' }).click());
    await account(page, 'admin').waitFor();
});

async function pairOf(t, quirk) {
    const pair = await startPair('provider', quirk);
    atEnd(t, pair.stop);
    const seen = async (path) => (await (await fetch(new URL('/_seen', pair.home))).json()).filter((one) => one.path === path && one.method !== 'OPTIONS');
    const { page, context } = await openApp(t, { allow: [LOCAL], context: { viewport: { width: 1440, height: 1800 } } });
    await openAddServer(page);
    await connect(page, pair.resource);
    await button(page, 'Disconnect').waitFor();
    return { page, context, seen, forget: () => fetch(new URL('/_forget', pair.home), { method: 'POST' }) };
}

async function signedOut(page) {
    const panel = await signInPanel(page);
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    return () => panel.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a client that the provider forgot while the person was there: registered anew and begun once more by itself', options, async (t) => {
    const { page, seen, forget } = await pairOf(t, {});
    const signIn = await signedOut(page);
    // Of the page, not of the context: that route fails while a window is being closed. Known when the person is sent there, and no more when the code is exchanged.
    await page.route((url) => url.pathname === '/token', async (route) => {
        await forget();
        await route.continue();
    }, { times: 1 });
    await signIn();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
    assert.equal((await seen('/register')).length, 2);
    const clients = (await seen('/authorize')).map(({ query }) => query.client_id);
    assert.equal(clients.length, 3);
    assert.notEqual(clients[2], clients[1]);
});

test('a provider that knows no client for long is asked twice, not for ever', options, async (t) => {
    const quirk = {};
    const { page, seen } = await pairOf(t, quirk);
    const signIn = await signedOut(page);
    const before = (await seen('/authorize')).length;
    quirk.token = () => ['invalid_client', 'There is no such client.', 401];
    await signIn();
    const tries = async () => (await seen('/token')).filter(({ form }) => form.grant_type === 'authorization_code').length;
    const exchanged = await tries();
    // The browser may want a click of its own for the second window.
    const prompt = page.getByRole('alert').getByRole('button', { name: 'Sign in', exact: true });
    while (await tries() < exchanged + 2) if (await prompt.isVisible()) await prompt.click();
    await page.getByRole('alert').filter({ hasText: 'There is no such client.' }).first().waitFor();
    assert.equal((await seen('/authorize')).length - before, 2);
    quirk.token = undefined;
    await signIn();
    await button(page, 'Disconnect').waitFor();
});

test('accounts that nobody names are numbered, and can be chosen', options, async (t) => {
    const { page, seen } = await pairOf(t, { opaque: () => true });
    const panel = await signInPanel(page);
    const accounts = panel.getByRole('region', { name: 'Accounts', exact: true });
    const names = () => accounts.getByRole('button', { name: /^(?!Sign out)/ }).allInnerTexts();
    for (const number of ['#2', '#3']) {
        await button(page, 'Sign in as someone else').click();
        await accounts.getByRole('button', { name: number, exact: true }).waitFor();
        await account(page, number).waitFor();
    }
    assert.equal((await names()).length, 3);
    const tokens = async () => (await seen('/token')).length;
    const asked = await tokens();
    const sent = page.waitForRequest((request) => /"tools\/call"/.test(request.postData() ?? ''));
    await accounts.getByRole('button', { name: '#2', exact: true }).click();
    await account(page, '#2').waitFor();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
    assert.ok((await (await sent).allHeaders()).authorization);
    assert.equal(await tokens(), asked, 'its token was kept');
});

test('who signed in with a token that tells nothing is who the provider’s userinfo says', options, async (t) => {
    const { page, seen } = await pairOf(t, { opaque: () => true, userinfo: { sub: 'u1', email: 'ada@example.com' } });
    await signInPanel(page);
    await account(page, 'ada@example.com').waitFor();
    const [asked, ...more] = await seen('/userinfo');
    assert.deepEqual([asked.method, asked.query, more], ['GET', {}, []]); // the token is in no address
});

test('a protected server that sends on within its origin gets its token where it is, today and tomorrow', options, async (t) => {
    const pair = await startPair('provider', {});
    atEnd(t, pair.stop);
    const { page, context } = await openApp(t, { allow: [LOCAL] });
    const authorized = [];
    context.on('request', (request) => { if (request.headers().authorization) authorized.push(request.url()); });
    await openAddServer(page);
    await connect(page, `${pair.resource}/`);
    await button(page, 'Disconnect').waitFor();
    await page.reload();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
    assert.ok(authorized.includes(pair.resource));
});
