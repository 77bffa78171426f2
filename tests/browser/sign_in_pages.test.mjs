// sign_in.html and callback.html, the two pages of the sign-in that are not the app. The app's side of the channel is played
// by another tab of the same origin, below a path, as on a host that serves several pages.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/serve.mjs';
import { atEnd } from '../at_end.mjs';
import { closesAfter } from './support/acts.mjs';
import { closeContext, launch } from './support/browser.mjs';

const root = process.env.PARLEY_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const options = { timeout: 60_000 };
let browser;
let site;
let provider;

/** An authorization server's page of another origin; `asked` has the headers it was asked with. */
async function startProvider() {
    const asked = [];
    const server = http.createServer((request, response) => {
        asked.push(request.headers);
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Provider</title><p>Who are you?</p>');
    });
    await new Promise((resolve) => server.listen(0, 'localhost', resolve));
    return { asked, url: `http://localhost:${server.address().port}/authorize`, close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

before(async () => {
    browser = await launch();
    site = await serve({ root, base: '/some/where/' });
    provider = await startProvider();
});
after(async () => {
    await browser?.close();
    await site?.close();
    await provider?.close();
});

/** Runs in every page before its own scripts. */
function reportBreaches() {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP breach: ${event.effectiveDirective} ${event.blockedURI}`));
}

/** What stands for the app: it keeps what it hears. */
const APP = '<!doctype html><title>App</title><p>App</p>';
function listen() {
    globalThis.heard = [];
    globalThis.channel = new BroadcastChannel('parley.sign_in');
    globalThis.channel.onmessage = ({ data }) => globalThis.heard.push(JSON.parse(data));
}

/** A context with a tab of the app in it; the test fails when a page threw or breached its policy, but for what is `expected`. */
async function openContext(t, { expected = /^$/, ...contextOptions } = {}) {
    const context = await browser.newContext(contextOptions);
    const problems = [];
    context.on('weberror', (error) => problems.push(String(error.error())));
    context.on('console', (message) => { if (message.type() === 'error' && !expected.test(message.text())) problems.push(message.text()); });
    atEnd(t, async () => {
        await closeContext(context);
        assert.deepEqual(problems, []);
    });
    await context.addInitScript(reportBreaches);
    await context.route(site.url, (route) => route.fulfill({ contentType: 'text/html', body: APP }));
    const app = await context.newPage();
    await app.goto(site.url);
    await app.evaluate(listen);
    return { context, app };
}

const say = (app, message) => app.evaluate((data) => globalThis.channel.postMessage(data), typeof message === 'string' ? message : JSON.stringify(message));
/** Resolves to the first message with that member, once it came. */
const heard = (app, member) => app.evaluate(async (name) => {
    for (;;) {
        const found = globalThis.heard.find((message) => name in message);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}, member);

/** With an opener, as the browser gives it: the page itself has to let go of it. */
async function openedBy(app, address) {
    const opening = app.context().waitForEvent('page');
    await app.evaluate((url) => { window.open(url, '_blank'); }, address);
    return opening;
}

async function openSignIn(t, contextOptions = {}) {
    const { context, app } = await openContext(t, contextOptions);
    return { context, app, signIn: await openedBy(app, `${site.url}sign_in.html#w1`) };
}

const preparing = (page) => page.getByText('Preparing sign-in…', { exact: true });

test('it asks until it is told where to go, and leaves no way back', options, async (t) => {
    const { app, signIn } = await openSignIn(t);
    await preparing(signIn).waitFor();
    assert.deepEqual(await heard(app, 'waiting'), { waiting: 'w1' });
    // A page that came a little late still hears the question.
    await app.evaluate(() => { globalThis.heard = []; });
    assert.deepEqual(await heard(app, 'waiting'), { waiting: 'w1' });
    await say(app, { go: `${provider.url}?name=go`, window: 'w1' });
    await signIn.getByText('Who are you?').waitFor();
    assert.equal(signIn.url(), `${provider.url}?name=go`);
    assert.equal(await signIn.evaluate(() => history.length), 1);
});

test('reverse tabnabbing: the provider has no opener, and does not learn who sent the person', options, async (t) => {
    const { app, signIn } = await openSignIn(t);
    await heard(app, 'waiting');
    assert.equal(await signIn.evaluate(() => window.opener), null);
    await say(app, { go: provider.url, window: 'w1' });
    await signIn.getByText('Who are you?').waitFor();
    assert.deepEqual(await signIn.evaluate(() => [window.opener, document.referrer]), [null, '']);
    assert.equal(provider.asked.at(-1).referer, undefined);
});

test('an address that must not be opened is not: it says so', options, async (t) => {
    const bad = ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,<p>x', 'http://provider.example/', 'file:///etc/passwd', 'blob:null/a',
        'https://user@provider.example/', 'https://a:b@provider.example/', '/some/where/', '', 'http://127.0.0.1.provider.example/', 'http://localhost.provider.example/'];
    const { app } = await openContext(t);
    for (const url of bad) {
        await app.evaluate(() => { globalThis.heard = []; });
        const signIn = await openedBy(app, `${site.url}sign_in.html#w1`);
        await heard(app, 'waiting');
        await say(app, { go: url, window: 'w1' });
        await signIn.getByRole('heading', { name: 'This sign-in page is not opened' }).waitFor();
        assert.equal(signIn.url(), `${site.url}sign_in.html#w1`, url);
        assert.equal(await preparing(signIn).isVisible(), false);
        await closesAfter(signIn, () => signIn.getByRole('button', { name: 'Close this window' }).click());
    }
});

test('what is meant for another window, and what is no message at all, changes nothing', options, async (t) => {
    const { app, signIn } = await openSignIn(t);
    await heard(app, 'waiting');
    const others = ['', 'null', '5', '"w1"', '[]', '{', '{"go":null,"window":"w1"}', '{"go":{"a":1},"window":"w1"}', { close: 'w2' }, { close: 1 }, { go: provider.url, window: 'w2' }, { go: provider.url }];
    for (const message of others) await say(app, message);
    await app.evaluate(() => globalThis.channel.postMessage({ go: 'https://provider.example/', window: 'w1' })); // no text
    // The channel keeps the order: what comes after them finds it as it was.
    await closesAfter(signIn, () => say(app, { close: 'w1' }));
});

test('alone for too long it says so, and goes on when the page wakes', options, async (t) => {
    const { context, app } = await openContext(t);
    await app.evaluate(() => globalThis.channel.close());
    const signIn = await context.newPage();
    await signIn.clock.install();
    await signIn.goto(`${site.url}sign_in.html#w1`);
    await preparing(signIn).waitFor();
    await signIn.clock.runFor(19_000);
    assert.equal(await preparing(signIn).isVisible(), true);
    await signIn.clock.runFor(2_000);
    await signIn.getByRole('heading', { name: 'The page that opened this window is gone' }).waitFor();
    await signIn.getByRole('button', { name: 'Close this window' }).waitFor();

    await app.evaluate(listen);
    await say(app, { wait: 'w1' });
    while (!(await preparing(signIn).isVisible())) await signIn.clock.runFor(300);
    assert.equal(await signIn.getByRole('button').count(), 0);
});

test('opened by hand it points to the app', options, async (t) => {
    const { context } = await openContext(t);
    const page = await context.newPage();
    for (const [file, heading] of [['sign_in.html', 'Nothing to sign in to'], ['sign_in.html#%', 'Nothing to sign in to'], ['callback.html', 'No answer came with this address']]) {
        await page.goto('about:blank');
        await page.goto(site.url + file);
        await page.getByRole('heading', { name: heading }).waitFor();
        await page.getByRole('link', { name: 'Go to Parley' }).click();
        await page.waitForURL(site.url);
    }
});

test('it speaks the person’s language, in the colours of the theme', options, async (t) => {
    for (const [locale, colorScheme, text, colour] of [['ko-KR', 'light', '로그인을 준비하는 중…', 'rgb(251, 251, 253)'], ['de-DE', 'dark', 'Preparing sign-in…', 'rgb(15, 17, 21)']]) {
        const { signIn } = await openSignIn(t, { locale, colorScheme });
        // With its styles, which hide the other language.
        await signIn.waitForLoadState('load');
        await signIn.getByText(text, { exact: true }).waitFor();
        assert.equal(await signIn.locator('main').innerText(), text);
        assert.equal(await signIn.locator('main').evaluate((main) => getComputedStyle(main).backgroundColor), colour);
        assert.equal(await signIn.locator('html').getAttribute('lang'), locale === 'ko-KR' ? 'ko' : 'en');
    }
});

/** The provider sends the person back: a window that a script opened, as sign_in.html's is. */
async function comeBack(t, query, contextOptions = {}) {
    const { context, app } = await openContext(t, contextOptions);
    return { context, app, callback: await openedBy(app, `${site.url}callback.html${query}`) };
}

const kept = (page) => page.evaluate(() => sessionStorage.getItem('parley.sign_in_answer'));

test('the app takes the answer, and the window closes', options, async (t) => {
    const { app, callback } = await comeBack(t, '?code=c%2B1&state=wabc&iss=https%3A%2F%2Fas.example');
    const closed = callback.waitForEvent('close');
    assert.deepEqual(await heard(app, 'answer'), { answer: '?code=c%2B1&state=wabc&iss=https%3A%2F%2Fas.example' });
    await say(app, { taken: 'wabc' });
    await closed;
});

test('a window that may not close itself says that it can be closed', options, async (t) => {
    const { context, app } = await openContext(t);
    // Nobody opened it by script, and it has been somewhere else: the browser refuses window.close.
    const callback = await context.newPage();
    await callback.goto(provider.url);
    await callback.goto(`${site.url}callback.html?code=c1&state=wabc`);
    await heard(app, 'answer');
    await say(app, { taken: 'wabc' });
    await callback.getByRole('heading', { name: 'You can close this window' }).waitFor();
    assert.equal(await callback.evaluate(() => sessionStorage.length), 0);
});

test('nobody takes the answer: the app is loaded here and finds it', options, async (t) => {
    const query = '?code=c1&state=wabc';
    const { app, callback } = await comeBack(t, query);
    await heard(app, 'answer');
    // Not for this one.
    for (const message of ['{', '[]', 'null', { taken: 'wother' }, { taken: true }, { taken: ['wabc'] }]) await say(app, message);
    await callback.waitForURL(site.url);
    assert.equal(await kept(callback), query);
    assert.equal(await kept(app), null, 'no other tab gets it');
});

test('the tab that had left for the provider finishes by itself, and tells nobody', options, async (t) => {
    const { context, app } = await openContext(t);
    const tab = await context.newPage();
    await tab.goto(`${site.url}callback.html?code=c1&state=pabc`);
    await tab.waitForURL(site.url);
    assert.equal(await kept(tab), '?code=c1&state=pabc');
    await tab.evaluate(() => new BroadcastChannel('parley.sign_in').postMessage('{"after":1}'));
    await heard(app, 'after');
    assert.deepEqual(await app.evaluate(() => globalThis.heard), [{ after: 1 }]);
});

test('the code is not in the history, and no later request carries it', options, async (t) => {
    const { context } = await openContext(t);
    // The address as everything that comes after the first script finds it.
    await context.addInitScript(() => {
        globalThis.seen = [];
        new MutationObserver(() => globalThis.seen.push([document.title, location.search])).observe(document, { childList: true, subtree: true });
    });
    const tab = await context.newPage();
    const asked = [];
    tab.on('request', (request) => asked.push([request.url(), request.headers().referer]));
    await tab.goto(`${site.url}callback.html?code=planted&state=wabc#also`);
    assert.equal(tab.url(), `${site.url}callback.html`);
    const seen = await tab.evaluate(() => globalThis.seen);
    assert.ok(seen.some(([title]) => title !== ''));
    for (const [title, search] of seen) if (title !== '') assert.equal(search, '', 'what follows the script is there, and so is the code');
    await tab.waitForURL(site.url);
    assert.ok(asked.length > 3);
    for (const [index, [url, referer]] of asked.entries()) {
        assert.equal(referer, undefined, url);
        if (index > 0) assert.doesNotMatch(url, /planted/);
    }
    await tab.goBack();
    assert.equal(tab.url(), 'about:blank', 'the callback page left no entry');
});

const HTML = '<img src=x onerror="globalThis.intruded=1"><script>globalThis.intruded=1</script>';
for (const [row, query] of [
    ['CVE-2026-1721', `?error=access_denied&error_description=${encodeURIComponent(HTML)}&state=wabc`],
    ['CVE-2025-62800', `?error=${encodeURIComponent(HTML)}&error_uri=javascript:alert(1)&state=wabc`],
    ['use-mcp callback', `?state=wabc&${encodeURIComponent(HTML)}=1&code=</script>${HTML}`],
]) {
    test(`${row}: nothing of an answer is ever written to the callback page`, options, async (t) => {
        const { app, callback } = await comeBack(t, query);
        const { answer } = await heard(app, 'answer');
        assert.equal(new URLSearchParams(answer).get('state'), 'wabc');
        const page = await callback.evaluate(() => [document.documentElement.outerHTML, globalThis.intruded, document.images.length, document.scripts.length]);
        assert.doesNotMatch(page[0], /onerror|intruded|javascript:|access_denied/);
        assert.deepEqual(page.slice(1), [undefined, 0, 1]);
        await callback.waitForURL(site.url);
    });
}

test('where nothing can be kept it says so instead of losing the answer in silence', options, async (t) => {
    const { context } = await openContext(t);
    await context.addInitScript(() => {
        Storage.prototype.setItem = () => { throw new DOMException('blocked', 'SecurityError'); };
    });
    const tab = await context.newPage();
    await tab.goto(`${site.url}callback.html?code=c1&state=pabc`);
    await tab.getByRole('heading', { name: 'Sign-in cannot be finished here' }).waitFor();
});

test('the pages’ own policy lets no other script, no style and no HTML in', options, async (t) => {
    const { context } = await openContext(t, { expected: /TrustedHTML|require-trusted-types-for/ });
    const page = await context.newPage();
    for (const file of ['sign_in.html', 'callback.html']) {
        await page.goto(site.url + file);
        const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
        // A script in the page itself is the build's: it runs by its digest.
        const own = await page.locator('script:not([src])').allTextContents();
        const digests = own.map((script) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
        assert.equal(digests.length, file === 'callback.html' ? 1 : 0);
        assert.deepEqual(policy.split('; '), ["default-src 'none'", `script-src 'self'${digests.join('')}`, "style-src 'self'", 'img-src data:', "base-uri 'none'", "form-action 'none'",
            "require-trusted-types-for 'script'", "trusted-types 'none'"]);
        assert.equal(await page.evaluate(() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch { return 'refused'; } }), 'refused');
    }
});
