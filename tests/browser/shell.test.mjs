// The page around the app: where it runs, what it says where it cannot, and that it asks nobody else for anything.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/serve.mjs';
import { atEnd } from '../at_end.mjs';
import { closeContext, launch } from './support/browser.mjs';
import { button, connect, connected, openAddServer, run, startPeer } from './support/page.mjs';

const root = process.env.PARLEY_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
let browser;
let site;
let deep;
before(async () => {
    browser = await launch();
    site = await serve({ root });
    deep = await serve({ root, base: '/tools/chat/' });
});
after(async () => {
    await browser?.close();
    await site?.close();
    await deep?.close();
});

async function open(t, { url = site.url, script, ...options } = {}) {
    const context = await browser.newContext(options);
    atEnd(t, () => closeContext(context));
    if (script) await context.addInitScript(script);
    const page = await context.newPage();
    const asked = [];
    const complaints = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(url);
    return { page, asked, complaints };
}

test('it starts from a path below the root as well, and asks no other place for anything', async (t) => {
    const { page, asked, complaints } = await open(t, { url: deep.url });
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    const elsewhere = asked.filter((url) => !url.startsWith(deep.url) && !url.startsWith('data:') && !url.startsWith('blob:'));
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(complaints, []);
    assert.equal(await page.getByRole('alert').count(), 0);
});

test('each file is asked for once: what is preloaded is what is used', async (t) => {
    const { page, asked } = await open(t);
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    const files = asked.filter((url) => url.startsWith(site.url));
    assert.deepEqual(files.filter((url, index) => files.indexOf(url) !== index), []);
    for (const name of ['app.mjs', 'app.wasm']) assert.ok(files.some((url) => new RegExp(`/${name}\\?[0-9a-f]{8}$`).test(url)), name);
});

/** The page, whose host answers `name` in its own way; connecting needs the code that comes later. */
async function openServed(t, name, answer) {
    const peer = await startPeer('small_server', { t });
    const opened = await open(t, { url: 'about:blank' });
    await opened.page.route((url) => url.pathname.endsWith(name), answer);
    await opened.page.goto(site.url);
    await openAddServer(opened.page);
    await connect(opened.page, peer.url);
    return opened.page;
}

test('a host that does not know what wasm is serves as well', async (t) => {
    const page = await openServed(t, '.wasm', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
    });
    await connected(page);
});

/** Holds the code that comes later back, until what this resolves to is called. */
async function holdCode(page) {
    let arrive;
    const arrived = new Promise((resolve) => { arrive = resolve; });
    await page.route((url) => url.pathname.endsWith('app.deferred.wasm'), async (route) => {
        await arrived;
        await route.continue();
    });
    return arrive;
}

test('what is kept can be used while the code is still on its way, and what needs it waits', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page, complaints } = await open(t);
    await openAddServer(page);
    await connect(page, peer.url);
    await connected(page);
    await run(page, 'add', { a: 19, b: 23 });
    await page.getByText('19 + 23 = 42', { exact: true }).first().waitFor();
    const arrive = await holdCode(page);
    await page.reload();
    await page.getByText('19 + 23 = 42', { exact: true }).first().waitFor();
    await button(page, 'Run again').click();
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    for (const text of ['/ad', '/add a=1 b=2', 'hello']) {
        await composer.fill(text);
        await page.keyboard.press('Enter');
    }
    await page.getByText('hello', { exact: true }).first().waitFor();
    const search = page.getByRole('searchbox').or(page.getByRole('textbox', { name: 'Search chats', exact: true })).first();
    await search.fill('42');
    await search.fill('');
    await button(page, 'Settings').click();
    await page.keyboard.press('Escape');
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    const second = await page.context().newPage(); // its changes come over
    await second.goto(site.url);
    await second.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await second.close();
    arrive();
    await connected(page);
    assert.deepEqual(complaints, []);
});

test('what needs the code that is still on its way waits for it, whatever is pressed meanwhile', async (t) => {
    const { page, complaints } = await open(t, { url: 'about:blank' });
    const arrive = await holdCode(page);
    await page.goto(site.url);
    await openAddServer(page);
    await button(page, 'Advanced').click();
    await page.locator('[aria-label="Advanced"][aria-expanded="true"]').waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'Server address', exact: true }).fill('https://tools.example/mcp');
    await page.keyboard.press('Control+b');
    await button(page, 'Settings').click();
    await page.keyboard.press('Escape');
    await openAddServer(page);
    arrive();
    await page.getByLabel('Client id', { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
    assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), 'https://tools.example/mcp');
});

test('code of another release, or none, is said to be missing; once it is there again, trying again is enough', async (t) => {
    for (const wrong of [
        async (route) => {
            const response = await route.fetch();
            const body = await response.body();
            body[body.length - 1] ^= 1;
            await route.fulfill({ response, body });
        },
        (route) => route.fulfill({ status: 404, body: 'gone' }),
        (route) => route.abort(),
    ]) {
        const page = await openServed(t, 'app.deferred.wasm', wrong);
        await page.getByText('A part of this page could not be loaded').first().waitFor();
        await page.unrouteAll();
        await page.getByRole('button', { name: 'Try again', exact: true }).first().click();
        await button(page, 'Disconnect').waitFor();
    }
});

const cannot = [
    { what: 'without WebGL 2', script: 'HTMLCanvasElement.prototype.getContext = () => null', says: 'Parley needs WebGL 2', korean: 'WebGL 2가 필요합니다' },
    { what: 'without tail calls or exceptions', script: 'WebAssembly.validate = () => false', says: 'This browser is too old for Parley', korean: '너무 오래되었습니다' },
    { what: 'without WebAssembly', script: 'delete globalThis.WebAssembly', says: 'This browser is too old for Parley', korean: '너무 오래되었습니다' },
    {
        what: 'when its code does not arrive',
        script: 'WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error("cut off"))',
        says: 'Parley could not be loaded', korean: '불러오지 못했습니다',
    },
];
for (const { what, script, says, korean } of cannot) {
    test(`${what} it says so, in two languages, with a way to try again`, async (t) => {
        const { page } = await open(t, { script });
        const alert = page.getByRole('alert');
        await alert.getByRole('heading', { name: says }).waitFor();
        assert.match(await alert.innerText(), new RegExp(korean));
        assert.equal(await alert.getByRole('heading').count(), 2, 'one cause, in two languages');
        const reloaded = page.waitForEvent('load');
        await alert.getByRole('button', { name: 'Reload' }).click();
        await reloaded;
    });
}

test('without JavaScript it says that it needs it', async (t) => {
    const { page } = await open(t, { javaScriptEnabled: false });
    await page.getByRole('heading', { name: 'Parley needs JavaScript' }).waitFor();
    await page.getByRole('heading', { name: 'JavaScript가 필요합니다' }).waitFor();
});

test('before anything is drawn the page has the colour of the theme', async (t) => {
    for (const [colorScheme, colour] of [['dark', 'rgb(15, 17, 21)'], ['light', 'rgb(251, 251, 253)']]) {
        const { page } = await open(t, { colorScheme, script: 'WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => new Promise(() => {})' });
        assert.equal(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor), colour);
    }
});

test('the policy of the page lets no script, no frame and no HTML in', async (t) => {
    const { page } = await open(t, { script: 'globalThis.violations = []; addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective))' });
    const refused = await page.locator('body').evaluate(async (body) => {
        const script = document.createElement('script');
        const results = {};
        try { script.text = 'globalThis.intruded = true'; body.append(script); results.script = 'taken'; } catch { results.script = 'refused'; }
        try { body.insertAdjacentHTML('beforeend', '<b>x</b>'); results.html = 'taken'; } catch { results.html = 'refused'; }
        const frame = document.createElement('iframe');
        frame.src = 'https://elsewhere.example/';
        body.append(frame);
        const style = document.createElement('style');
        style.textContent = 'body { display: none }';
        body.append(style);
        await new Promise((resolve) => setTimeout(resolve, 100)); // the events of the violations come as tasks of their own
        return { ...results, intruded: globalThis.intruded ?? false, hidden: getComputedStyle(body).display === 'none' };
    });
    assert.deepEqual(refused, { script: 'refused', html: 'refused', intruded: false, hidden: false });
    const violations = await page.locator('body').evaluate(() => globalThis.violations);
    for (const directive of ['require-trusted-types-for', 'frame-src', 'style-src-elem']) assert.ok(violations.includes(directive), `${directive}: ${violations}`);
});
