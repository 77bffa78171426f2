// Tokens, codes, verifiers and secrets are where they have to be and nowhere else: what went over the wire is looked for in all that
// the page shows, says to the console, gives to the clipboard, keeps, and leaves in its address and history.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { BY_HAND } from '../peers/quirks.mjs';
import { until } from './support/browser.mjs';
import { button, connect, connected, deploy, enterSignInSettings, finished, openAddServer, openApp, run, startPeer, toolRun } from './support/page.mjs';
import { add, addInThisPage, LOCAL, signInAs, signInPanel, startTodos, todosSeen } from './support/todos.mjs';

const options = { timeout: 90_000 };
// All of a panel at once: what is scrolled away is no element.
const context = { viewport: { width: 1440, height: 2400 }, permissions: ['clipboard-read', 'clipboard-write'] };

const SECRET_FIELDS = [
    'code', 'code_verifier', 'refresh_token', 'client_secret', 'access_token', 'id_token', 'registration_access_token', 'token',
    'assertion', 'client_assertion', 'subject_token',
];

/** What this browser sends and gets that is nobody else's business; and what it says on the console. */
async function listen(context) {
    const secrets = new Map(); // value → what it is, or was at first
    const lines = [];
    const note = (name, value) => { if (typeof value === 'string' && value.length >= 12 && !secrets.has(value)) secrets.set(value, name); };
    const noteAll = (fields) => { for (const name of SECRET_FIELDS) note(name, fields[name]); };
    context.on('console', (message) => lines.push(message.text()));
    context.on('request', (request) => {
        noteAll(Object.fromEntries(new URL(request.url()).searchParams));
        noteAll(Object.fromEntries(new URLSearchParams(request.postData() ?? '')));
        const { authorization, dpop } = request.headers();
        const [scheme, credentials] = authorization?.split(' ') ?? [];
        note('authorization', credentials);
        if (scheme === 'Basic') note('client_secret', decodeURIComponent(atob(credentials).split(':')[1]));
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

/** Each message of the Traffic panel opened, and all that can be copied of it. */
async function inspectedTraffic(page) {
    const places = {};
    await page.getByRole('tab', { name: 'Traffic', exact: true }).click();
    const traffic = page.getByRole('tabpanel', { name: 'Traffic', exact: true });
    const messages = (state) => traffic.getByRole('button', { name: /^(sent|received) /, ...state });
    const item = traffic.getByRole('list', { name: 'Traffic', exact: true }).getByRole('listitem').first();
    for (let i = 0; i < Number(await item.getAttribute('aria-setsize')); ++i) {
        await messages().nth(i).click();
        const opened = messages({ expanded: true });
        await opened.waitFor();
        const name = `${i} ${await opened.getAttribute('aria-label') ?? await opened.innerText()}`;
        places[`Traffic: ${name}`] = await shown(page);
        for (const copy of ['Copy as curl', 'Copy body'])
            if (await button(page, copy).count() > 0) places[`${copy}: ${name}`] = await copied(page, button(page, copy));
        await opened.click();
        await opened.waitFor({ state: 'detached' });
    }
    for (const copy of ['Copy as curl', 'Copy body']) assert.ok(Object.keys(places).some((place) => place.startsWith(copy)), copy);
    return places;
}

/** Everything the inspector has to show of a server, by place: each tab, each message opened, all that can be copied. */
async function inspected(page) {
    const places = {};
    const panel = await signInPanel(page);
    places['Sign-in panel'] = await shown(page);
    places['copied log'] = await copied(page, panel.getByRole('button', { name: 'Copy', exact: true }));
    assert.match(places['copied log'], /\d\d:\d\d:\d\d /);
    await page.getByRole('button', { name: 'Settings of the sign-in', exact: true }).click();
    await panel.getByLabel('Client secret', { exact: true }).waitFor();
    places['Sign-in settings'] = await shown(page);
    for (const tab of ['Tools', 'Server']) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await page.getByRole('tabpanel', { name: tab, exact: true }).waitFor();
        places[tab] = await shown(page);
    }
    return Object.assign(places, await inspectedTraffic(page));
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

/** All that there is to see once what was tried is over, and all that is left of it. */
async function everyPlace({ page, context }) {
    const places = { 'the page': await shown(page), ...await inspected(page) };
    places.address = page.url();
    places.history = await histories(context);
    places.storage = await stored(page);
    assert.ok(places.storage.length > 500, 'the stored records were read');
    return places;
}

function inNone(places, { secrets, lines }) {
    const found = [];
    for (const [place, words] of Object.entries({ ...places, console: lines.join('\n') }))
        for (const [secret, what] of secrets) {
            // A proof's and a token's parts alone are no secret, but what signs them is.
            const signature = secret.split('.').length === 3 ? secret.split('.')[2] : undefined;
            if (words.includes(secret)) found.push(`${what} of ${secret.length} characters is in: ${place}`);
            else if (signature && words.includes(signature)) found.push(`the signature of ${what} is in: ${place}`);
        }
    assert.deepEqual(found, []);
}
const kinds = ({ secrets }) => new Set(secrets.values());

for (const way of ['in a window', 'in this page', 'with bound tokens']) test(`Niek/chatgpt-web#338: ${way}: no token, code, verifier or secret is where it must not be`, options, async (t) => {
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
    Object.assign(places, await everyPlace(opened));
    for (const kind of ['code', 'code_verifier', 'refresh_token', 'access_token', 'registration_access_token']) assert.ok(kinds(heard).has(kind), `${kind} was on the wire`);
    assert.equal(kinds(heard).has('proof'), bound.length > 0);
    inNone(places, heard);
    const commands = Object.entries(places).filter(([place]) => place.startsWith('Copy as curl: ') && !/server\/discover/.test(place));
    assert.ok(commands.length > 0);
    if (bound.length === 0) for (const [, command] of commands) assert.match(command, /"\$AUTHORIZATION"/i);
});

test('an entered client secret is in its password field, and kept encrypted', options, async (t) => {
    for (const method of ['client_secret_post', 'client_secret_basic']) {
        const pair = await startPair('by_hand', { secretWanted: true, metadata: () => ({ registration_endpoint: undefined, token_endpoint_auth_methods_supported: [method] }) });
        atEnd(t, pair.stop);
        const opened = await openApp(t, { allow: [LOCAL], context });
        const { page } = opened;
        const heard = await listen(opened.context);
        await openAddServer(page);
        await enterSignInSettings(page, { clientId: BY_HAND.id, clientSecret: BY_HAND.secret });
        const places = { entered: await shown(page) };
        await connect(page, pair.resource);
        await connected(page);
        await run(page, 'echo', { text: 'here' });
        await finished(page, 'echo');
        Object.assign(places, await everyPlace(opened));
        // The page finds it again, so it is kept.
        await page.reload();
        await connected(page);
        const panel = await signInPanel(page);
        await panel.getByRole('button', { name: 'Settings of the sign-in', exact: true }).click();
        const field = panel.getByLabel('Client secret', { exact: true });
        assert.deepEqual([await field.inputValue(), await field.getAttribute('type')], [BY_HAND.secret, 'password']);
        Object.assign(places, { 'loaded anew': await shown(page), 'storage, loaded anew': await stored(page) });
        assert.equal(heard.secrets.get(BY_HAND.secret), 'client_secret', 'it was on the wire');
        assert.equal((await (await fetch(`${pair.home}/_seen`)).json()).filter(({ form }) => form.client_secret).length > 0, method === 'client_secret_post');
        inNone(places, heard);
    }
});

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A P-256 key, as its owner and as others have it, and what it signs. */
function makeKey() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jwt = (claims) => {
        const words = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}`;
        return `${words}.${sign('sha256', Buffer.from(words), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    };
    return { jwt, pem: privateKey.export({ format: 'pem', type: 'pkcs8' }), number: privateKey.export({ format: 'jwk' }).d, open: publicKey.export({ format: 'jwk' }) };
}

// What config.json has (with a key, and the token endpoint of an identity provider), and what of it goes over the wire.
const byHand = { client_id: BY_HAND.id, client_secret: BY_HAND.secret };
const machines = {
    'a secret': [() => ({ grant_type: 'client_credentials', ...byHand }), ['client_secret']],
    'a private key': [({ pem }) => ({ grant_type: 'client_credentials', client_id: 'with-key', private_key: pem }), ['client_assertion']],
    'a workload’s assertion': [({ jwt }) => ({ grant_type: JWT_BEARER, client_id: 'workload', assertion: jwt({ sub: 'workload' }) }), ['assertion']],
    'an identity provider': [({ jwt }, token_endpoint) => ({
        grant_type: JWT_BEARER, ...byHand, identity_provider: { token_endpoint, client_id: 'ours', id_token: jwt({ sub: 'robot' }) },
    }), ['subject_token', 'client_secret']],
};

/** What a page's config.json has of secrets is looked for as well: of a key its number, and each line. */
function plant({ secrets }, { client_secret: secret, private_key: pem = '', assertion, identity_provider: provider }, { number }) {
    for (const line of pem.split('\n').filter(Boolean)) secrets.set(line, 'a line of the private key');
    for (const [what, value] of Object.entries({ number, secret, assertion, 'ID token': provider?.id_token })) if (value) secrets.set(value, `config.json’s ${what}`);
}

for (const [what, [credentialsOf, sent]] of Object.entries(machines)) test(`a machine with ${what}: none of it, nor what it brings, is where it must not be`, options, async (t) => {
    const key = makeKey();
    const provider = await startPeer('oidc_machines', { args: ['--key', JSON.stringify(key.open)], t });
    const manager = await startPeer('todo_manager', { args: ['--issuer', provider.url], t });
    const credentials = credentialsOf(key, `${provider.origin}/idp/token`);
    const address = await deploy(t, { config: { machine_credentials: [{ server: manager.url, issuer: provider.url, ...credentials }] } });
    const opened = await openApp(t, { address, allow: [LOCAL], context });
    const { page } = opened;
    const heard = await listen(opened.context);
    await add(page, manager.url);
    await button(page, 'Use these credentials').waitFor();
    const places = { 'before they are used': await shown(page) };
    await button(page, 'Use these credentials').click();
    await connected(page);
    await todosSeen(page);
    Object.assign(places, await everyPlace(opened));
    for (const kind of [...sent, 'access_token']) assert.ok(kinds(heard).has(kind), `${kind} was on the wire`);
    plant(heard, credentials, key);
    inNone(places, heard);
});

/** Fails to sign in at a provider that says back all it was sent; resolves to all that the page then shows. */
async function failed(t, quirk, { settings, machine, before = async () => {} } = {}) {
    const pair = await startPair('echo', quirk);
    atEnd(t, pair.stop);
    const address = machine && await deploy(t, { config: { machine_credentials: [{ server: pair.resource, ...machine(pair) }] } });
    const opened = await openApp(t, { address, allow: [LOCAL], context });
    const { page } = opened;
    const heard = await listen(opened.context);
    await before(opened.context);
    await openAddServer(page);
    if (settings) await enterSignInSettings(page, settings);
    await connect(page, pair.resource);
    if (machine) await button(page, 'Use these credentials').click();
    await page.getByRole('alert').filter({ hasText: 'echo:' }).first().waitFor();
    await button(page, 'Try again').waitFor();
    return { places: await everyPlace(opened), heard };
}

const echo = (error, status) => (form) => [error, `echo: ${Object.entries(form).map(([name, value]) => `${name} is ${value}`).join(', ')}`, status];

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
    const { places, heard } = await failed(t, { token: echo('invalid_client', 401) }, { settings: { clientId: BY_HAND.id, clientSecret: BY_HAND.secret } });
    assert.ok(kinds(heard).has('client_secret'));
    inNone(places, heard);
});

// In base64 the second one has no digit, and a long word without one is not known for a secret by its looks.
for (const [what, clientSecret] of [['the client’s secret', BY_HAND.secret], ['one that looks like a word there', 'stheFRFfxeBjbtC-']]) test(`nor is one that says back the Authorization field with ${what}`, options, async (t) => {
    const { places, heard } = await failed(t, { metadata: () => ({ token_endpoint_auth_methods_supported: ['client_secret_basic'] }) }, {
        settings: { clientId: BY_HAND.id, clientSecret },
        before: (context) => context.route(({ pathname }) => pathname === '/token', (route) => route.fulfill({
            status: 401, headers: { 'Access-Control-Allow-Origin': '*' },
            json: { error: 'invalid_client', error_description: `echo: ${route.request().headers().authorization} is not good` },
        })),
    });
    assert.equal(heard.secrets.get(clientSecret), 'client_secret');
    inNone(places, heard);
});

for (const [what, [credentialsOf, sent]] of Object.entries(machines)) test(`nor is one that says back what it was sent by a machine with ${what}`, options, async (t) => {
    const key = makeKey();
    let credentials;
    const { places, heard } = await failed(t, { knows: ['with-key', 'workload', 'ours'], token: echo('invalid_client', 401) }, {
        machine: ({ home }) => {
            credentials = credentialsOf(key, `${home}/token`);
            return credentials;
        },
    });
    assert.ok(kinds(heard).has(sent[0]));
    plant(heard, credentials, key);
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

for (const [what, secret] of [['an', 'kZ8w-1qLr0_TfYb73HdXo5sPvGmEu2JcAn9iKtRe'], ['a short', 'hush-hush']]) test(`${what} initial access token that a registration refuses is not repeated`, options, async (t) => {
    const { places } = await failed(t, {
        register: ({ authorization }) => ({ status: 401, body: { error: 'invalid_token', error_description: `echo: ${authorization} is not good` } }),
    }, { settings: { initialToken: secret } });
    inNone(places, { secrets: new Map([[secret, 'initial access token']]), lines: [] });
});

/** Signs in at a server that says back the token (tests/peers/telltale_server.mjs) and runs its tools of these names: name → how it ends. */
async function tells(t, tools) {
    const pair = await startPair('telltale', { opaque: () => true }); // of a long one a part might be shown, and not be found
    atEnd(t, pair.stop);
    const server = await startPeer('telltale_server', { args: ['--issuer', pair.issuer], t });
    const opened = await openApp(t, { allow: [LOCAL], context });
    const heard = await listen(opened.context);
    await add(opened.page, server.url);
    await connected(opened.page);
    for (const [name, end] of Object.entries(tools)) {
        await run(opened.page, name);
        await toolRun(opened.page, name, end).waitFor();
    }
    assert.ok(kinds(heard).has('access_token'));
    return { ...opened, heard };
}

for (const [where, tools] of [
    ['what it refuses with', { refused: 'failed', bad_request: 'failed', broken: 'failed' }],
    ['an error that it answers with', { rpc_error: 'failed', rpc_error_streamed: 'failed' }],
    ['what is no answer of MCP', { not_mcp: 'failed', not_json: 'failed' }],
    ['the result of a tool', { result: 'done', failed_result: 'failed' }],
]) test(`a server that says back the token in ${where} is not repeated`, options, async (t) => {
    const { heard, ...opened } = await tells(t, tools);
    const places = await everyPlace(opened);
    for (const name of Object.keys(tools)) assert.ok(Object.values(places).some((words) => words.includes(`${name}: you sent`)), `the rest of ${name} is seen`);
    inNone(places, heard);
});

test('nor is one that says it back in the head of a refusal', options, async (t) => {
    const { heard, ...opened } = await tells(t, { challenged: 'failed', challenged_by_code: 'failed', expired: 'done' });
    const places = await everyPlace(opened);
    const refusals = Object.keys(places).filter((place) => /^Traffic: \d+ received tools\/call, failed, HTTP 40[13]/.test(place));
    assert.equal(refusals.length, 3);
    for (const place of refusals) assert.match(places[place], /www-authenticate/i, place);
    inNone(places, heard);
});
