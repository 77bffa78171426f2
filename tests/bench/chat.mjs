// A chat of 10,000 messages: how long it takes to open, and what a frame costs while it is scrolled; beside it a tenth of it.
// The page is the released one and is looked at from outside, through Chromium's trace.
import { setTimeout as sleep } from 'node:timers/promises';
import { records } from './conversation.mjs';
import { RUNS, median, newPage, openBrowser, percentile, traced } from './measure.mjs';
import { startServer } from './server.mjs';

const FEW = { id: '00000000-0000-4000-8000-000000000010', title: 'A few', count: 10 }; // is open when the page begins
const TENTH = { id: '00000000-0000-4000-8000-000000001000', title: 'A thousand', count: 1000 };
const WHOLE = { id: '00000000-0000-4000-8000-000000010000', title: 'Ten thousand', count: 10_000 };

const STEP = 400; // CSS pixels, about half of what is seen
const STEPS = 120; // each way: not through the thousand by then, so every step shows what was never laid out
const JUMPS = 40;

// Runs in the page: keeps the records as web/bridge/store.js does, encrypted with the key that the page made for itself.
async function keep(all) {
    const result = (request) =>
        new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    const bytes = (text) => new TextEncoder().encode(text);
    const db = await result(indexedDB.open('parley'));
    const key = await result(db.transaction('keys').objectStore('keys').get('records'));
    const kept = await Promise.all(all.map(async ({ name, value }) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const cipher = { name: 'AES-GCM', iv, additionalData: bytes(name.join('\n')) };
        return { iv, data: await crypto.subtle.encrypt(cipher, key, bytes(value)) };
    }));
    const transaction = db.transaction('records', 'readwrite');
    const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
    });
    kept.forEach((record, i) => transaction.objectStore('records').put(record, all[i].name));
    await done;
    db.close();
}

// The page's policy forbids evaluating text as script to the page, and to Playwright's own way in; not to the debugger.
async function seed(page, { id, title, count }) {
    const debuggee = await page.context().newCDPSession(page);
    const all = records(id, title, count);
    for (let i = 0; i < all.length; i += 1000) {
        const { exceptionDetails } = await debuggee.send('Runtime.evaluate', {
            expression: `(${keep})(${JSON.stringify(all.slice(i, i + 1000))})`,
            awaitPromise: true,
        });
        if (exceptionDetails) throw new Error(`The chat could not be kept: ${JSON.stringify(exceptionDetails)}`);
    }
    await debuggee.detach();
}

const ready = (page) => page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
const log = (page) => page.getByRole('log', { name: 'Chat', exact: true });
const select = (page, { title }) => page.getByRole('button', { name: title, exact: true }).click();
const shown = (page, position) => log(page).locator(`[aria-posinset="${position}"]`).waitFor({ state: 'attached' });

/** Opens the chat in a page that has not read it yet. */
async function open(browser, page, chat) {
    await select(page, FEW);
    await shown(page, FEW.count);
    await page.reload();
    await ready(page);
    await shown(page, FEW.count);
    let took;
    const { longest } = await traced(browser, page, async () => {
        const begin = performance.now();
        await select(page, chat);
        await shown(page, chat.count);
        took = performance.now() - begin;
    });
    return { took, longest };
}

async function wheel(page, count, step) {
    for (let i = 0; i < count; i++) {
        const next = sleep(16);
        await page.mouse.wheel(0, step(i));
        await next;
    }
}

/** Up from the end, then down from the top, by the wheel; then jumps to and fro, as with the bar's thumb. */
async function scroll(browser, page, chat) {
    const { x, y, width, height } = await log(page).boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    const up = await traced(browser, page, () => wheel(page, STEPS, () => -STEP));
    if (await log(page).locator(`[aria-posinset="${chat.count}"]`).count()) throw new Error('The chat did not scroll.');
    await page.mouse.wheel(0, -1e7);
    await shown(page, 1);
    const down = await traced(browser, page, () => wheel(page, STEPS, () => STEP));
    const jumps = await traced(browser, page, () => wheel(page, JUMPS, (i) => (i % 2 ? -17_000 : 31_000)));
    const steps = [...up.frames, ...down.frames].filter(({ scrolled }) => scrolled);
    return {
        steps: steps.map((frame) => frame.page),
        stepsWhole: steps.map((frame) => frame.all),
        slices: [...up.slices, ...down.slices],
        jumps: jumps.frames.filter(({ scrolled }) => scrolled).map((frame) => frame.page),
    };
}

async function measure(browser, page, chat) {
    const seen = { took: [], longest: [], steps: [], stepsWhole: [], slices: [], jumps: [] };
    for (let i = 0; i < RUNS; i++) {
        const all = { ...(await open(browser, page, chat)), ...(await scroll(browser, page, chat)) };
        for (const [what, values] of Object.entries(all)) seen[what].push(...[values].flat());
    }
    return seen;
}

export async function chat(row, dist) {
    const [site, browser] = await Promise.all([startServer(dist), openBrowser()]);
    try {
        const page = await newPage(browser);
        await page.goto(site.url);
        await ready(page);
        for (const one of [FEW, TENTH, WHOLE]) await seed(page, one);
        await page.reload();
        const tenth = await measure(browser, page, TENTH);
        const whole = await measure(browser, page, WHOLE);

        const beside = (text) => `${TENTH.count.toLocaleString('en')} messages: ${text}`;
        const three = (values) => [0.5, 0.99, 1].map((share) => percentile(values, share).toFixed(1)).join(' / ') + ' ms';
        const frames = (name, what) => row(`${name}, p50 / p99 / most of ${whole[what].length}`, three(whole[what]),
            beside(three(tenth[what])), (percentile(whole[what], 0.99) / percentile(tenth[what], 0.99)).toFixed(2));
        frames('CPU of a frame while 10,000 messages are scrolled', 'steps');
        frames('the same with what the browser does for it (style, layout, paint)', 'stepsWhole');
        frames('CPU of a slice of work between these frames', 'slices');
        frames('CPU of a frame after a jump', 'jumps');
        const once = (name, what) => row(`${name}, median of ${RUNS}`, `${median(whole[what]).toFixed(0)} ms`,
            beside(`${median(tenth[what]).toFixed(0)} ms`), (median(whole[what]) / median(tenth[what])).toFixed(2));
        once('opening 10,000 messages', 'took');
        once('longest task meanwhile, CPU', 'longest');
    } finally {
        await browser.close();
        await site.close();
    }
}
