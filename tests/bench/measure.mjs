// What the benches have in common: a browser that asks nobody but this machine, and what a page's main thread did.
import { chromium } from 'playwright-core';
import { brotliCompressSync, constants } from 'node:zlib';
import { launchOptions } from '../browser/support/browser.mjs';

export const RUNS = Number(process.env.RUNS ?? 7);

/** The value that at least that share of them does not exceed. */
export function percentile(values, share) {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
export const median = (values) => percentile(values, 0.5);

export const brotliSize = (bytes) => brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
} }).length;

/** A name that is not of this machine does not resolve: what a page wants from elsewhere fails at once and costs it no time. */
export function openBrowser() {
    const options = launchOptions({ spare: true });
    options.args.push('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1');
    return chromium.launch(options);
}

export async function newPage(browser) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    return context.newPage();
}

/**
 * What the page's main thread did during `act`, by Chromium's own trace, in milliseconds of that thread's CPU time:
 *   longest  of all its tasks
 *   frames   each `{ page, all, scrolled }`: the page's own part; with events, style, layout and paint; whether it was scrolled
 *   slices   each task of work that the page asked for itself (a message, an answer): neither frame nor event nor timer
 */
export async function traced(browser, page, act) {
    await browser.startTracing(page, {
        categories: ['-*', '__metadata', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
    await act();
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
    const whole = traceEvents.filter((event) => event.ph === 'X'); // what the trace began or ended in has but one end
    const first = whole.find((event) => event.name === 'FireAnimationFrame');
    if (!first) throw new Error('The trace has no frame of the page.');
    const mine = whole.filter((event) => event.pid === first.pid && event.tid === first.tid);
    const tasks = mine.filter((event) => event.name === 'RunTask');
    const parts = mine.filter(({ name }) => /^(FireAnimationFrame|EventDispatch|TimerFire|FunctionCall)$/.test(name));
    const frames = [];
    const slices = [];
    for (const task of tasks) {
        const within = parts.filter((event) => task.ts <= event.ts && event.ts < task.ts + task.dur);
        const drawn = within.filter((event) => event.name === 'FireAnimationFrame').map(cpu);
        const scrolled = within.some((event) => event.name === 'EventDispatch' && event.args.data?.type === 'scroll');
        if (drawn.length > 0) frames.push({ page: drawn.reduce((sum, ms) => sum + ms, 0), all: cpu(task), scrolled });
        else if (within.length > 0 && within.every((event) => event.name === 'FunctionCall')) slices.push(cpu(task));
    }
    return { frames, slices, longest: Math.max(...tasks.map(cpu)) };
}

// Of a few events Chromium does not say how long the thread itself was busy: then it is all of their time, which is not less.
const cpu = (event) => (event.tdur ?? event.dur) / 1000;
