// The ports' own test page (tests/platform) in a real browser.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { atEnd } from '../../at_end.mjs';
import { startPeer, startSite } from '../../platform/server.mjs';
import { closeContext, launch } from './browser.mjs';

/** The site, two peers of other origins and the browser, for all tests of a file; filled before the first one runs. */
export const world = {};

before(async () => {
    world.site = await startSite();
    world.peer = await startPeer();
    world.elsewhere = await startPeer();
    world.browser = await launch();
});
after(async () => {
    await world.browser?.close();
    for (const server of [world.site, world.peer, world.elsewhere]) await server?.close();
});

function reportBreaches() {
    document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP breach: ${event.effectiveDirective} ${event.blockedURI}`);
    });
}

/** A context that ends with the test, which fails if a page of it threw, breached its policy or met a sanitizer. */
export async function openContext(t, options = {}) {
    const context = await world.browser.newContext(options);
    const problems = [];
    await context.addInitScript(reportBreaches);
    context.on('weberror', (error) => problems.push(error.error().stack ?? String(error.error())));
    context.on('console', (message) => {
        if (/CSP breach|Sanitizer|runtime error|Assertion/.test(message.text())) problems.push(message.text());
    });
    atEnd(t, async () => {
        await closeContext(context);
        assert.deepEqual(problems, []);
    });
    return context;
}

/** The test page, ready. */
export async function openPage(context, address = `${world.site.origin}/`) {
    const page = await context.newPage();
    await page.goto(address);
    await settled(page);
    return page;
}

/** Resolves when the program runs; also after a reload. */
export const settled = (page) =>
    page.evaluate(async () => {
        while (!globalThis.ports) await new Promise((resolve) => setTimeout(resolve, 5));
    });

/** Begins a command of ports_test_page.cpp; resolves to its number. */
export const start = (page, ...words) => page.evaluate((all) => globalThis.ports.start(...all), words.map(String));

export const cancel = (page, id) => page.evaluate((number) => globalThis.ports.cancel(number), id);

/** Resolves to the command's reports once one named `name` came for the `count`th time. A bug of the page throws. */
export async function reported(page, id, name, count = 1) {
    const events = await page.evaluate(
        async ([number, wanted, times]) => {
            const all = globalThis.ports.events[number];
            const has = (word) => all.filter((event) => event[0] === word).length;
            while (has(wanted) < times && !has('bug') && !has('end')) await new Promise((resolve) => setTimeout(resolve, 5));
            return all;
        },
        [id, name, count],
    );
    const bug = events.find((event) => event[0] === 'bug');
    if (bug) throw new Error(`The page threw: ${bug[1]}`);
    if (events.filter((event) => event[0] === name).length < count)
        throw new Error(`"${name}" never came: ${JSON.stringify(events)}`);
    return events;
}

/** Runs a command to its end; resolves to its reports without the last, ['end']. */
export async function run(page, ...words) {
    const events = await reported(page, await start(page, ...words), 'end');
    return events.slice(0, -1);
}

export const heapInUse = (page) => page.evaluate(() => globalThis.ports.heapInUse());

/** `{ kind, message, detail, subject, code, remedy }` of the error among the reports. */
export function errorIn(events) {
    const found = events.find((event) => event[0] === 'error');
    assert.ok(found, `no error among ${JSON.stringify(events)}`);
    const [, kind, message, detail, subject, code, remedy] = found;
    return { kind, message, detail, subject, code: Number(code), remedy: Number(remedy) };
}
