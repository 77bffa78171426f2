// From navigation to the moment a person can begin, and what was fetched up to then: ours and MCP Inspector's, in turn.
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './server.mjs';
import { startInspector } from './inspector.mjs';
import { RUNS, brotliSize, median, newPage, openBrowser } from './measure.mjs';

// Runs in the page before its own scripts: notes when what matches `begins` had been painted and could be pressed, in
// milliseconds since the navigation began. Seen from inside, so that no message to and fro is counted, and said on the
// console, because looking into the page would keep it busy.
function watch(begins) {
    const observer = new MutationObserver(() => {
        const found = document.querySelector(begins);
        if (!found?.checkVisibility() || found.closest('[inert]')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => console.info(`usable ${performance.now()}`)));
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
}

async function openPage(browser, site) {
    const page = await newPage(browser);
    await page.addInitScript(watch, site.begins);
    return page;
}

async function visit(page, site) {
    await sleep(1500); // a new window's browser is busy with its own pages at first, and a page that can be used with what it brings later
    const said = page.waitForEvent('console', (message) => message.text().startsWith('usable '));
    await page.goto(site.url, { waitUntil: 'commit' });
    return Number((await said).text().slice('usable '.length));
}

/** Everything that arrived until the page could be used, each body as a good static host would send it. */
async function weigh(browser, site) {
    const page = await openPage(browser, site);
    const finished = [];
    page.on('requestfinished', (request) => finished.push(request));
    await visit(page, site);
    const bodies = await Promise.all(finished.map(async (request) => (await request.response()).body()));
    await page.context().close();
    return bodies.reduce((sum, body) => sum + brotliSize(body), 0);
}

async function time(browser, sites) {
    for (const site of sites) site.cold = [], site.warm = [];
    for (let i = 0; i < RUNS; i++) {
        for (const site of sites) {
            const page = await openPage(browser, site);
            site.cold.push(await visit(page, site));
            site.warm.push(await visit(page, site));
            await page.context().close();
        }
    }
}

export async function start(row, dist) {
    const [page, inspector, browser] = await Promise.all([startServer(dist), startInspector(), openBrowser()]);
    // Both have read what they keep of servers by then, and a person can begin: with a first one here, where none is; there by
    // connecting one of its examples.
    const ours = { url: page.url, begins: 'html[data-ready="true"] button[aria-label="Add server"]:enabled' };
    const theirs = { url: inspector.url, begins: '[role="switch"][aria-label^="Connect"]:enabled' };
    try {
        ours.bytes = await weigh(browser, ours);
        theirs.bytes = await weigh(browser, theirs);
        await time(browser, [ours, theirs]);
    } finally {
        await browser.close();
        await inspector.close();
        await page.close();
    }
    const compare = (what, show, value) =>
        row(what, show(value(ours)), show(value(theirs)), (value(ours) / value(theirs)).toFixed(2));
    const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
    const milliseconds = (ms) => `${ms.toFixed(0)} ms`;
    compare('fetched up to the first interactive frame, brotli', kilobytes, (site) => site.bytes);
    compare('navigation to usable, nothing cached', milliseconds, (site) => median(site.cold));
    compare('navigation to usable, cached', milliseconds, (site) => median(site.warm));
}
