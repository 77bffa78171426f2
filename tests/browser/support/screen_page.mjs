// The test page of canvas, fonts and mirror (tests/platform/screen_test_page.cpp) in a real browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../../at_end.mjs';
import { launch } from './browser.mjs';

const top = fileURLToPath(new URL('../../../', import.meta.url));
const built = process.env.PARLEY_SCREEN_PAGE ?? join(top, 'build/web/tests/platform');

const POLICY =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const FILES = {
    '/': () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screen</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">
<script type="module" src="start.mjs"></script><body><canvas id="canvas"></canvas></body></html>`,
    '/start.mjs': () => "import start from './screen_test_page.mjs';\nglobalThis.screenPage = await start();\n",
    '/style.css': () => readFile(join(top, 'web/style.css')),
    '/screen_test_page.mjs': () => readFile(join(built, 'screen_test_page.mjs')),
    '/screen_test_page.wasm': () => readFile(join(built, 'screen_test_page.wasm')),
};
const TYPES = { '.css': 'text/css', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

async function startSite() {
    const server = http.createServer(async (request, response) => {
        const path = new URL(request.url, 'http://localhost').pathname;
        if (!FILES[path]) return response.writeHead(404).end();
        const body = await FILES[path]();
        const type = TYPES[extname(path)] ?? 'text/html; charset=utf-8';
        return response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { address: `http://localhost:${server.address().port}/`, close: () => new Promise((resolve) => server.close(resolve)) };
}

const world = {};
before(async () => {
    world.site = await startSite();
    world.browser = await launch();
});
after(async () => {
    await world.browser?.close();
    await world.site?.close();
});

function reportBreaches() {
    document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP breach: ${event.effectiveDirective} ${event.blockedURI}`);
    });
}

/**
 * The page in a context of its own, drawn once. The test fails if the page threw, breached its policy or met a sanitizer.
 * `options`: of Playwright's newContext; `script`: runs in the page before its own.
 */
export async function openScreen(t, { script, ...options } = {}) {
    const context = await world.browser.newContext({ viewport: { width: 960, height: 600 }, ...options });
    const problems = [];
    await context.addInitScript(reportBreaches);
    if (script) await context.addInitScript(script);
    context.on('weberror', (error) => problems.push(error.error().stack ?? String(error.error())));
    context.on('console', (message) => {
        if (/CSP breach|Sanitizer|runtime error|Assertion|GL_INVALID/.test(message.text())) problems.push(message.text());
    });
    atEnd(t, async () => {
        await context.close();
        assert.deepEqual(problems, []);
    });
    const page = await context.newPage();
    await page.goto(world.site.address);
    await page.getByRole('heading', { name: 'Screen test' }).waitFor();
    await still(page);
    return page;
}

export const framesDrawn = (page) => page.evaluate(() => globalThis.screenPage._frames_drawn());

/** Resolves once the browser has drawn twice and nothing more was asked for in between. */
export async function still(page) {
    await page.evaluate(async () => {
        const twice = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        for (let before = -1; before !== globalThis.screenPage._frames_drawn(); ) {
            before = globalThis.screenPage._frames_drawn();
            await twice();
        }
    });
}

/** Resolves once the mirror has a text with these words. */
export async function says(page, words) {
    const mirror = page.locator('#mirror');
    await mirror.getByText(words).waitFor({ timeout: 20_000 }).catch(async (error) => {
        const top = await page.getByRole('log').evaluateAll((logs) => logs.map((log) => log.scrollTop));
        throw new Error(`${error.message}\nThe mirror says, scrolled to ${top}:\n${await mirror.innerText()}`);
    });
}
