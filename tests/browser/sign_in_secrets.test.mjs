// Tokens, codes, verifiers and secrets are where they have to be and nowhere else: what went over the wire is looked for in all that
// the page shows, says to the console, gives to the clipboard, keeps, and leaves in its address and history.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { BY_HAND } from '../peers/quirks.mjs';
import { until } from './support/browser.mjs';
import { button, connect, connected, enterSignInSettings, openAddServer, openApp } from './support/page.mjs';
import { add, addInThisPage, LOCAL, signInAs, signInPanel, startTodos, todosSeen } from './support/todos.mjs';

const options = { timeout: 90_000 };
// All of a panel at once: what is scrolled away is no element.
const context = { viewport: { width: 1440, height: 2400 }, permissions: ['clipboard-read', 'clipboard-write'] };

const SECRET_FIELDS = ['code', 'code_verifier', 'refresh_token', 'client_secret', 'access_token', 'id_token', 'registration_access_token', 'token'];

/** What this browser sends and gets that is nobody else's business; and what it says on the console. */
async function listen(context) {
    const secrets = new Map(); // value → what it is
    const lines = [];
    const note = (name, value) => { if (typeof value === 'string' && value.length >= 12) secrets.set(value, name); };
    const noteAll = (fields) => { for (const name of SECRET_FIELDS) note(name, fields[name]); };
    context.on('console', (message) => lines.push(message.text()));
    context.on('request', (request) => {
        noteAll(Object.fromEntries(new URL(request.url()).searchParams));
        noteAll(Object.fromEntries(new URLSearchParams(request.postData() ?? '')));
        const { authorization, dpop } = request.headers();
        note('authorization', authorization?.split(' ')[1]);
        note('proof', dpop);
    });
    // On its way, as the browser does not keep every body for who asks later.
    await context.route(({ pathname }) => /\/(token|reg|register)$/.test(pathname), async (route) => {
        const response = await route.fetch();
        noteAll(await response.json().catch(() => ({})));
        await route.fulfill({ response });
    });
    return { secrets, lines };
}

/** All that the page says to who looks at it: its elements, and what stands in its fields, but for passwords. */
const shown = (page) => page.evaluate(() => [
    document.title, document.documentElement.outerHTML,
    ...[...document.querySelectorAll('input, textarea')].filter(({ type }) => type !== 'password').map(({ value }) => value),
].join('\n'));

/** What a press of `copy` puts into the clipboard. */
async function copied(page, copy) {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await copy.click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
    return page.evaluate(() => navigator.clipboard.readText());
}

/** Everything the inspector has to show of a server, by place: each tab, each message opened, all that can be copied. */
async function inspected(page) {
    const places = {};
    const panel = await signInPanel(page);
    places['Sign-in panel'] = await shown(page);
    places['copied log'] = await copied(page, panel.getByRole('button', { name: 'Copy', exact: true }));
    assert.match(places['copied log'], /\d\d:\d\d:\d\d /);
    await page.getByRole('button', { name: 'Settings of the sign-in', exact: true }).click();
    places['Sign-in settings'] = await shown(page);
    for (const tab of ['Tools', 'Server']) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        places[tab] = await shown(page);
    }
    await page.getByRole('tab', { name: 'Traffic', exact: true }).click();
    const traffic = page.getByRole('tabpanel', { name: 'Traffic', exact: true });
    const rows = traffic.getByRole('button', { name: /^(sent|received) / });
    const count = Math.min(await rows.count(), 8);
    assert.ok(count >= 2);
    for (let i = 0; i < count; ++i) {
        const row = rows.nth(i);
        const name = await row.getAttribute('aria-label') ?? await row.innerText();
        await row.click();
        places[`Traffic: ${i} ${name}`] = await shown(page);
        const copy = button(page, 'Copy as curl');
        if (await copy.count() > 0) places[`curl: ${i} ${name}`] = await copied(page, copy.first());
        await row.click();
    }
    assert.ok(Object.keys(places).some((place) => place.startsWith('curl:')));
    return places;
}

/** The addresses in the history of each window that is open. */
async function histories(pages) {
    const urls = [];
    for (const page of pages.pages()) {
        const debuggee = await page.context().newCDPSession(page);
        urls.push(...(await debuggee.send('Page.getNavigationHistory')).entries.map(({ url, title }) => `${url} ${title}`));
        await debuggee.detach();
    }
    return urls.join('\n');
}

/** What is kept, as text: records as they are stored, keys as what the browser says of them. */
const stored = (page) => page.evaluate(async () => {
    const all = { session: { ...sessionStorage }, local: { ...localStorage }, cookies: document.cookie, state: history.state, stored: [] };
    for (const { name, version } of await indexedDB.databases()) {
        const db = await new Promise((resolve, reject) => { const asked = indexedDB.open(name, version); asked.onsuccess = () => resolve(asked.result); asked.onerror = reject; });
        for (const store of db.objectStoreNames) {
            const values = await new Promise((resolve, reject) => { const asked = db.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => resolve(asked.result); asked.onerror = reject; });
            const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
                ? new TextDecoder('latin1').decode(value)
                : value && typeof value === 'object' && !(value instanceof CryptoKey) ? Object.entries(value).map(([key, inner]) => key + text(inner)).join() : String(value);
            all.stored.push(...values.map(text));
        }
        db.close();
    }
    return JSON.stringify(all);
});

function inNone(places, { secrets, lines }) {
    for (const [place, words] of Object.entries({ ...places, console: lines.join('\n') }))
        for (const [secret, what] of secrets) {
            assert.ok(!words.includes(secret), `${what} of ${secret.length} characters is in: ${place}`);
            // A proof's and a token's parts alone are no secret, but what signs them is.
            const signature = secret.split('.').length === 3 ? secret.split('.')[2] : undefined;
            assert.ok(!signature || !words.includes(signature), `the signature of ${what} is in: ${place}`);
        }
}
const kinds = ({ secrets }) => new Set(secrets.values());

for (const way of ['in a window', 'in this page', 'with bound tokens']) test(`${way}: no token, code, verifier or secret is where it must not be`, options, async (t) => {
    const bound = way === 'with bound tokens' ? ['--dpop-nonce'] : [];
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6', ...bound], todos: bound });
    const opened = await openApp(t, { allow: [LOCAL], context });
    const { page } = opened;
    const heard = await listen(opened.context);
    const places = {};
    if (way === 'in this page') {
        await addInThisPage(page, peers.url, 'user');
    } else {
        await signInAs(page, 'user', async () => {
            await add(page, peers.url);
            await page.getByText('Discover').or(page.getByRole('button', { name: 'Open it again' })).first().waitFor();
            places['timeline, while the person is at the provider'] = await shown(page);
        });
    }
    await connected(page);
    places['right after'] = await shown(page);
    await todosSeen(page);
    await until(() => peers.provider.times(/^granted refresh_token/) > 0);
    Object.assign(places, await inspected(page));
    places.address = page.url();
    places.history = await histories(opened.context);
    places.storage = await stored(page);
    assert.ok(places.storage.length > 500, 'the stored records were read');
    for (const kind of ['code', 'code_verifier', 'refresh_token', 'access_token', 'registration_access_token']) assert.ok(kinds(heard).has(kind), `${kind} was on the wire`);
    assert.equal(kinds(heard).has('proof'), bound.length > 0);
    inNone(places, heard);
    const commands = Object.entries(places).filter(([place]) => place.startsWith('curl:') && !/server\/discover/.test(place));
    assert.ok(commands.length > 0);
    if (bound.length === 0) for (const [, command] of commands) assert.match(command, /"\$AUTHORIZATION"/i);
});

/** Fails to sign in at a provider that says back all it was sent; resolves to all that the page then shows. */
async function failed(t, quirk, settings) {
    const pair = await startPair('echo', quirk);
    atEnd(t, pair.stop);
    const opened = await openApp(t, { allow: [LOCAL], context });
    const { page } = opened;
    const heard = await listen(opened.context);
    await openAddServer(page);
    if (settings) await enterSignInSettings(page, settings);
    await connect(page, pair.resource);
    await page.getByRole('alert').filter({ hasText: 'echo:' }).first().waitFor();
    const places = { 'timeline and error': await shown(page) };
    await button(page, 'Try again').waitFor();
    Object.assign(places, await inspected(page));
    places.history = await histories(opened.context);
    places.address = page.url();
    return { places, heard };
}

const echo = (error, status) => (form) => [error, `echo: ${Object.entries(form).map(([name, value]) => `${name} is ${value}`).join(', ')}`, status];
const SECRET = 'kZ8w-1qLr0_TfYb73HdXo5sPvGmEu2JcAn9iKtRe';

for (const error of ['invalid_grant', 'invalid_client', 'invalid_target']) test(`a provider that says back what it was sent, with ${error}, is not repeated`, options, async (t) => {
    const { places, heard } = await failed(t, { token: echo(error, 400) });
    for (const kind of ['code', 'code_verifier']) assert.ok(kinds(heard).has(kind));
    inNone(places, heard);
});

test('a provider that says it back as the error’s own code is not repeated', options, async (t) => {
    const { places, heard } = await failed(t, { token: ({ code, code_verifier: verifier }) => [`${code} ${verifier}`, 'echo: no', 400] });
    for (const kind of ['code', 'code_verifier']) assert.ok(kinds(heard).has(kind));
    inNone(places, heard);
});

test('nor is one that says back the client’s secret', options, async (t) => {
    const { places, heard } = await failed(t, { token: echo('invalid_client', 401) }, { clientId: BY_HAND.id, clientSecret: BY_HAND.secret });
    inNone(places, heard);
});

test('nor is one that says back the code verifier’s challenge, the state and all else of the request', options, async (t) => {
    const pair = await startPair('echo', { authorize: echo('access_denied') });
    atEnd(t, pair.stop);
    const opened = await openApp(t, { allow: [LOCAL], context });
    await openAddServer(opened.page);
    await connect(opened.page, pair.resource);
    await opened.page.getByRole('alert').filter({ hasText: 'echo:' }).first().waitFor();
    const [{ query }] = (await (await fetch(new URL('/_seen', pair.home))).json()).filter(({ path }) => path === '/authorize');
    const words = await shown(opened.page);
    for (const name of ['state', 'code_challenge']) assert.ok(!words.includes(query[name]), name);
});

for (const [what, secret] of [['an', SECRET], ['a short', 'hush-hush']]) test(`${what} initial access token that a registration refuses is not repeated`, options, async (t) => {
    const { places } = await failed(t, {
        register: ({ authorization }) => ({ status: 401, body: { error: 'invalid_token', error_description: `echo: ${authorization} is not good` } }),
    }, { initialToken: secret });
    inNone(places, { secrets: new Map([[secret, 'initial access token']]), lines: [] });
});
