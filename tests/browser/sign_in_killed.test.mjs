// A tab that is killed at a step of the sign-in: the next one, in the same browser, recovers or starts clean. At the steps where
// a person is at the provider: sign_in.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { until } from './support/browser.mjs';
import { button, connect, connected, finished, openAddServer, openApp, run } from './support/page.mjs';
import { add, LOCAL, signInAs, signInAtStart, startTodos, todosSeen } from './support/todos.mjs';

const options = { timeout: 60_000 };

// The token says nothing: the provider is asked who signed in.
const saysWho = { opaque: () => true, userinfo: { sub: 'u1', name: 'Ann' } };
const paths = {
    'the resource’s metadata are asked for': '/.well-known/oauth-protected-resource/mcp',
    'the provider’s metadata are asked for': '/.well-known/oauth-authorization-server',
    'the client is registered': '/register',
    'the code is exchanged': '/token',
    'the account is asked for': '/userinfo',
};

async function startKilled(t, quirk = {}) {
    const pair = await startPair('killed', quirk);
    atEnd(t, pair.stop);
    const app = await openApp(t, { allow: ['http://localhost'] });
    return { pair, ...app };
}

const seenAt = async (pair, path) => (await (await fetch(`${pair.home}/_seen`)).json()).filter((one) => one.path === path);

/** The same browser opens the page anew; it ends connected, with the person's help where it asks for it. */
async function signsInAgain(context, address) {
    const page = await context.newPage();
    await page.goto(address);
    await signsIn(page);
}

/** A page that was connected or about to be ends connected, with the person's help where it asks for it. */
async function signsIn(page) {
    const prompt = (name) => page.getByRole('alert').getByRole('button', { name, exact: true });
    const done = button(page, 'Disconnect');
    await prompt('Sign in').or(done).first().waitFor();
    if (await prompt('Sign in').isVisible()) await prompt('Sign in').click();
    await done.waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
}

/**
 * All pages end as a browser's do that is killed while this request is held: closing them would send it on. Only a page that waits
 * for its own document has to be closed.
 */
async function kill(context, request) {
    const windows = context.pages();
    const ended = windows.map((window) => new Promise((resolve) => { window.once('crash', resolve).once('close', resolve); }));
    if (!request.isNavigationRequest()) {
        for (const window of windows) {
            const debuggee = await context.newCDPSession(window).catch(() => undefined); // one that closes by itself
            debuggee?.send('Page.crash').catch(() => {}); // takes along those of its process, and never answers
        }
        await Promise.all(ended);
    }
    for (const window of windows) await window.close();
    await context.unrouteAll({ behavior: 'ignoreErrors' });
}

// The two ways to the provider: in a window of its own, or in this page where the browser opens none.
const ways = {
    'in a window': async (page, address) => {
        await openAddServer(page);
        await connect(page, address);
    },
    'in this page': async (page, address) => {
        await page.evaluate(() => { window.open = () => null; });
        await openAddServer(page);
        await connect(page, address);
        await button(page, 'Sign in').first().click();
        await button(page, 'Sign in in this page').first().click({ noWaitAfter: true });
    },
};

/**
 * A sign-in begins; all windows are gone as soon as a request to `path` is one that `stops` says (request → true), which then never
 * arrives, or with `answered` its answer does not. Resolves to what a next page needs.
 */
async function killedAt(t, path, { way = 'in a window', stops = () => true, answered = false } = {}) {
    const { pair, page, context, address } = await startKilled(t, saysWho);
    let killed;
    const reached = new Promise((resolve) => { killed = resolve; });
    await context.route((url) => url.pathname === path, async (route) => {
        if (route.request().method() === 'OPTIONS' || !stops(route.request())) return route.continue();
        if (answered) await route.fetch({ maxRedirects: 0 });
        return killed(route.request());
    });
    // The click that is killed with the page never ends.
    await Promise.race([reached, ways[way](page, pair.resource).then(() => reached)]);
    await kill(context, await reached);
    return { pair, context, address };
}

for (const way of Object.keys(ways)) for (const [when, path] of Object.entries(paths)) for (const [answered, words] of [[false, 'before'], [true, 'after']])
    test(`${way}: while ${when}, ${words} it reached the server`, options, async (t) => {
        const { pair, context, address } = await killedAt(t, path, { way, answered });
        const atProvider = !path.includes('protected-resource');
        if (atProvider) assert.equal((await seenAt(pair, path)).length, answered ? 1 : 0);
        await signsInAgain(context, address);
    });

for (const way of Object.keys(ways)) test(`${way}: on the way to the provider`, options, async (t) => {
    const { context, address } = await killedAt(t, '/authorize', { way });
    await signsInAgain(context, address);
});

test('in this page: after the callback page, before the app has the answer', options, async (t) => {
    let loads = 0;
    const { pair, context, address } = await killedAt(t, '/', { way: 'in this page', stops: () => ++loads > 0 });
    assert.equal((await seenAt(pair, '/token')).length, 0);
    await signsInAgain(context, address);
});

for (const way of Object.keys(ways)) test(`${way}: after the tokens were kept, before the server was asked with them`, options, async (t) => {
    const { pair, context, address } = await killedAt(t, '/mcp', { way, stops: (request) => request.headers().authorization !== undefined });
    await signsInAgain(context, address);
    assert.equal((await seenAt(pair, '/authorize')).length, 1, 'the kept tokens were good');
});

test('in this page: loaded anew while the code is exchanged, it starts clean, and the code is not used twice', options, async (t) => {
    const { pair, page, context } = await startKilled(t);
    let held; // and never let go
    const reached = new Promise((resolve) => { held = resolve; });
    await context.route((url) => url.pathname === '/token', held, { times: 1 });
    await ways['in this page'](page, pair.resource);
    await reached;
    await page.reload();
    await signsIn(page);
    const codes = (await seenAt(pair, '/token')).map(({ form }) => form.code);
    assert.equal(new Set(codes).size, codes.length);
});

/** A sign-in whose person is at the provider: `provider` is the page that shows it. */
async function atProvider(t, way = 'in a window') {
    const started = await startKilled(t, { asks: true });
    const { pair, page, context } = started;
    const opened = way === 'in a window' ? context.waitForEvent('page') : page;
    await ways[way](page, pair.resource);
    const provider = await opened;
    const goesOn = provider.getByRole('link', { name: 'Go on' });
    await goesOn.waitFor();
    return { ...started, provider, goesOn };
}

for (const way of Object.keys(ways)) test(`${way}: on the way back, before the callback page is there`, options, async (t) => {
    const { pair, context, address, goesOn } = await atProvider(t, way);
    let killed;
    const reached = new Promise((resolve) => { killed = resolve; });
    await context.route((url) => url.pathname === '/callback.html', (route) => killed(route.request()));
    goesOn.click({ noWaitAfter: true }).catch(() => {}); // the page that is clicked is killed
    await kill(context, await reached);
    const again = await context.newPage();
    const opened = context.waitForEvent('page');
    await again.goto(address);
    const prompt = again.getByRole('alert').getByRole('button', { name: 'Sign in', exact: true });
    await prompt.or(button(again, 'Open it again')).first().waitFor();
    if (await prompt.isVisible()) await prompt.click();
    await (await opened).getByRole('link', { name: 'Go on' }).click({ noWaitAfter: true });
    await button(again, 'Disconnect').waitFor();
    assert.equal((await seenAt(pair, '/token')).length, 1, 'the first code was never used');
});

/** The person goes on in the provider's window, which becomes the app and is signed in. */
async function takesOver({ pair, provider, goesOn, address }) {
    await goesOn.click();
    await provider.waitForURL(address);
    await provider.getByText('1 tool on').waitFor(); // a small window, as a phone's
    await run(provider, 'echo', { text: 'here' });
    assert.match(await (await finished(provider, 'echo')).innerText(), /here/);
    assert.equal((await seenAt(pair, '/authorize')).length, 1, 'nobody had to sign in again');
    assert.equal((await seenAt(pair, '/token')).length, 1);
}

test('the tab is killed while its window is at the provider: the window takes the sign-in over', options, async (t) => {
    const at = await atProvider(t);
    await at.page.close();
    await takesOver(at);
});

test('the tab is loaded anew while its window is at the provider: the window takes the sign-in over, and the tab follows', options, async (t) => {
    const at = await atProvider(t);
    // Not looked at before: that would count as a click, and it would open a window of its own.
    await at.page.reload();
    await takesOver(at);
    await button(at.page, 'Disconnect').waitFor();
});

test('the tab is killed between the provider’s answer and the callback page: the window takes the sign-in over', options, async (t) => {
    const at = await atProvider(t);
    await at.context.route((url) => url.pathname === '/callback.html', async (route) => {
        await at.page.close();
        await route.continue();
    }, { times: 1 });
    await takesOver(at);
});

test('the tab is killed, and nothing is left of its sign-in: the window starts clean', options, async (t) => {
    const at = await atProvider(t);
    await at.page.close();
    const other = await at.context.newPage();
    await other.goto(`${at.address}callback.html`); // a page without a connection to the store
    await other.evaluate(async () => {
        for (const { name } of await indexedDB.databases())
            await new Promise((resolve, reject) => { Object.assign(indexedDB.deleteDatabase(name), { onsuccess: resolve, onerror: reject, onblocked: reject }); });
    });
    await other.close();
    await at.goesOn.click();
    await at.provider.waitForURL(at.address);
    await at.provider.getByText('An answer to a sign-in came that this page did not begin').first().waitFor();
    assert.equal((await seenAt(at.pair, '/token')).length, 0);
});

/**
 * A tab whose token of six seconds is renewed is killed before the request reached a provider that takes each refresh token once,
 * or with `answered` before the answer came.
 */
async function killedAtRefresh(t, answered) {
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6'] });
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    let killed;
    const reached = new Promise((resolve) => { killed = resolve; });
    await context.route((url) => url.pathname.endsWith('/token'), async (route) => {
        if (!route.request().postData()?.includes('grant_type=refresh_token')) return route.continue();
        if (answered) await route.fetch();
        return killed(route.request());
    });
    await signInAs(page, 'user', () => add(page, peers.url));
    await kill(context, await reached);
    return { peers, context, address };
}

test('while a token is renewed, before it reached a provider that rotates: signed in as before', options, async (t) => {
    const { peers, context, address } = await killedAtRefresh(t, false);
    const page = await context.newPage();
    await page.goto(address);
    await connected(page);
    await todosSeen(page);
    await until(() => peers.provider.times(/^granted refresh_token/) > 0);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('while a token is renewed, after it reached a provider that rotates: the lost one is asked for by a sign-in', options, async (t) => {
    const { peers, context, address } = await killedAtRefresh(t, true);
    const page = await signInAtStart(context, address, 'user');
    await todosSeen(page);
    assert.equal(peers.provider.times(/^granted authorization_code/), 2);
});
