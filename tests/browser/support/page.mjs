// The built page in a real browser, as browser tests use it:
//
//     test('…', async (t) => {
//         const peer = await startPeer('small_server', { t });
//         const { page } = await openApp(t, { allow: [peer.url] });
//         await connect(page, peer.url);
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../tools/serve.mjs';
import { atEnd } from '../../at_end.mjs';
import { connect, connected, openAddServer, ready } from './acts.mjs';
import { closeContext, launch, slowDown } from './browser.mjs';
import { startPeer } from './peers.mjs';
import { watch } from './watch.mjs';

export * from './acts.mjs';
export { startPeer } from './peers.mjs';

export const dist = process.env.PARLEY_DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));

/** Serves dist/ below the path `base`, with `config` for its config.json; resolves to its address. Ends with the test. */
export async function deploy(t, { base = '/', config = {} } = {}) {
    const site = await serve({ root: dist, base, replace: { 'config.json': JSON.stringify(config) } });
    atEnd(t, () => site.close());
    return site.url;
}

// PARLEY_SLOW=6 makes each page six times slower: it shows what a test gets by luck.
const slow = Number(process.env.PARLEY_SLOW ?? 1);

// One static server and one Chromium for all tests of a file; each test has a context of its own: no storage in common.
let shared;
async function sharedBrowser() {
    shared ??= (async () => {
        const site = await serve({ root: dist, port: 0 });
        try {
            return { site, browser: await launch(), address: `http://localhost:${site.port}/` };
        } catch (error) {
            await site.close();
            throw error;
        }
    })();
    return shared;
}
after(async () => {
    if (!shared) return;
    const { site, browser } = await shared;
    await browser.close();
    await site.close();
});

/**
 * Opens the app for the test `t` in a fresh context. When the test ends the context is closed, and the test fails if
 * anything went wrong that `watch.mjs` looks for.
 *   address    where it is served, if not as dist/ is at the root of a host (see deploy)
 *   allow      addresses the page may ask besides its own
 *   hash       fragment of the address, without `#`
 *   before     (context) what is done before the page is opened
 *   script     a function that runs in the page before its own scripts
 *   ready      false: do not wait until the app is usable
 *   context    options of Playwright's newContext: viewport, colorScheme, locale, deviceScaleFactor, hasTouch …
 * Resolves to `{ page, context, address, allow, expectError }`.
 */
export async function openApp(t, { address: elsewhere, allow = [], hash = '', before, script, ready: wait = true, context: options = {} } = {}) {
    const { browser, address: root } = await sharedBrowser();
    const address = elsewhere ?? root;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const watched = await watch(context, address, allow);
    atEnd(t, async () => {
        await closeContext(context);
        if (watched.problems.length > 0) throw new Error(`While the page was open:\n${watched.problems.join('\n')}`);
    });
    await before?.(context);
    if (script) await context.addInitScript(script);
    const page = await context.newPage();
    if (slow > 1) await slowDown(page, slow);
    await page.goto(hash ? `${address}#${hash}` : address);
    if (wait) await ready(page);
    return { page, context, address, allow: watched.allow, expectError: watched.expectError };
}

/** The app, connected to the peer `name` that was started with `args`; `options` as for openApp. Resolves with `peer` too. */
export async function openConnected(t, name, { args = [], ...options } = {}) {
    const peer = await startPeer(name, { t, args });
    const opened = await openApp(t, { allow: [peer.url], ...options });
    await openAddServer(opened.page);
    await connect(opened.page, peer.url);
    await connected(opened.page);
    return { ...opened, peer };
}
