// The small ports in a real browser: crypto, random, clock, channel, locks, window; and pages that came over http or https.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { file } from '../platform/server.mjs';
import { cancel, errorIn, openContext, openPage, reported, run, start, world } from './support/ports_page.mjs';

const options = { timeout: 60_000 };

/** The test page at an address that is routed inside the browser: there is no such server. */
async function openRouted(context, origin) {
    await context.route(`${origin}/**`, async (route) => route.fulfill(await file(new URL(route.request().url()).pathname)));
    return openPage(context, `${origin}/`);
}

/** A person's click, which lets the page open a tab or write the clipboard for a moment. */
const click = (page) => page.getByText('Ports', { exact: true }).click();

test('SHA-256 is what everybody else computes', options, async (t) => {
    const page = await openPage(await openContext(t));
    for (const text of ['', 'abc', '한글 🙂', 'x'.repeat(100_000)])
        assert.deepEqual(await run(page, 'sha256', text), [['digest', createHash('sha256').update(text).digest('hex')]]);
});

test('random bytes come in the number asked for and never twice', options, async (t) => {
    const page = await openPage(await openContext(t));
    const seen = new Set();
    for (const count of [16, 256, 257, 1000]) {
        const [[, bytes, uuid]] = await run(page, 'random', count);
        assert.equal(bytes.length, 2 * count);
        assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        // No stretch of sixteen bytes repeats, so every part of a long answer was really filled.
        for (let i = 0; i + 32 <= bytes.length; i += 32) seen.add(bytes.slice(i, i + 32));
        seen.add(uuid);
    }
    assert.equal(seen.size, 1 + 16 + 16 + 62 + 4);
});

test('the clock tells the time, and sleeps no less than asked', options, async (t) => {
    const page = await openPage(await openContext(t));
    const before = Date.now();
    const [[, wall], [, slept]] = await run(page, 'clock', 30);
    assert.ok(Number(wall) >= before - 1000 && Number(wall) <= Date.now() + 1000, wall);
    assert.ok(Number(slept) >= 30, slept);
    const [, [, none]] = await run(page, 'clock', 0);
    assert.ok(Number(none) >= 0);
});

test('a sleep that is let go never wakes', options, async (t) => {
    const page = await openPage(await openContext(t));
    const id = await page.evaluate(async () => {
        const sleep = globalThis.ports.start('clock', 300);
        while (globalThis.ports.events[sleep].length === 0) await new Promise((resolve) => setTimeout(resolve, 0));
        globalThis.ports.cancel(sleep);
        return sleep;
    });
    await run(page, 'clock', 600);
    assert.equal((await page.evaluate((number) => globalThis.ports.events[number], id)).length, 1);
});

test('tabs hear each other, not themselves, and nothing after they left', options, async (t) => {
    const context = await openContext(t);
    const [one, two] = [await openPage(context), await openPage(context)];
    const listening = await start(two, 'channel', 'news');
    const elsewhere = await start(two, 'channel', 'other');
    await Promise.all([reported(two, listening, 'joined'), reported(two, elsewhere, 'joined')]);
    const talking = await start(one, 'channel', 'news', 'hello', '안녕 🙂');
    const heard = await reported(two, listening, 'heard', 2);
    assert.deepEqual(heard.slice(1), [['heard', 'hello'], ['heard', '안녕 🙂']]);

    // What another script of the origin posts that is not text is nobody's message.
    await one.evaluate(() => {
        const channel = new BroadcastChannel('news');
        channel.postMessage({ not: 'text' });
        channel.postMessage('text');
        channel.close();
    });
    assert.deepEqual((await reported(two, listening, 'heard', 3)).at(-1), ['heard', 'text']);
    assert.deepEqual((await reported(one, talking, 'heard', 1)).slice(1), [['heard', 'text']]);

    await cancel(two, listening);
    const third = await start(two, 'channel', 'news');
    await reported(two, third, 'joined');
    await start(one, 'channel', 'news', 'after');
    await reported(two, third, 'heard');
    const events = await two.evaluate((ids) => ids.map((id) => globalThis.ports.events[id].length), [listening, elsewhere]);
    assert.deepEqual(events, [4, 1]);
});

test('a lock has one holder over all tabs, and is free when its holder lets go or closes', options, async (t) => {
    const context = await openContext(t);
    const [one, two, three] = [await openPage(context), await openPage(context), await openPage(context)];
    const queue = () => three.evaluate(async () => {
        const { held, pending } = await navigator.locks.query();
        return [held.length, pending.length];
    });
    const settledTo = async (held, pending) => {
        while ((await queue()).join() !== `${held},${pending}`) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const first = await start(one, 'lock', 'refresh');
    await reported(one, first, 'held');
    const second = await start(two, 'lock', 'refresh');
    await settledTo(1, 1);
    assert.deepEqual(await two.evaluate((id) => globalThis.ports.events[id], second), []);
    assert.deepEqual((await reported(two, await start(two, 'lock', 'another'), 'held')), [['held']]);

    // One that gives up waiting leaves the queue.
    const impatient = await start(three, 'lock', 'refresh');
    await settledTo(2, 2);
    await cancel(three, impatient);
    await settledTo(2, 1);

    await cancel(one, first);
    await reported(two, second, 'held');
    const third = await start(one, 'lock', 'refresh');
    await settledTo(2, 1);
    await two.close();
    await reported(one, third, 'held');
    await settledTo(1, 0);
});

test('a grant that comes when nobody waits any more gives the lock back', options, async (t) => {
    const page = await openPage(await openContext(t));
    // Cancelled in the same task in which the grant arrives, before the loop drains.
    for (let i = 0; i < 20; ++i) {
        await page.evaluate(async () => {
            const id = globalThis.ports.start('lock', 'contended');
            while ((await navigator.locks.query()).held.length === 0) await null;
            globalThis.ports.cancel(id);
        });
    }
    assert.deepEqual(await reported(page, await start(page, 'lock', 'contended'), 'held'), [['held']]);
    assert.equal(errorIn(await run(page, 'lock', '-reserved')).kind, 'internal');
});

test('the address, its fragment, the title, the languages', options, async (t) => {
    const context = await openContext(t, { locale: 'ko-KR' });
    const page = await openPage(context, `${world.site.origin}/?a=1#old`);
    assert.deepEqual(await run(page, 'window', 'address'), [[`${world.site.origin}/?a=1#old`]]);
    const entries = await page.evaluate(() => history.length);
    await run(page, 'window', 'fragment', 'server=a%20b');
    assert.equal(page.url(), `${world.site.origin}/?a=1#server=a%20b`);
    await run(page, 'window', 'fragment', '');
    assert.equal(page.url(), `${world.site.origin}/?a=1`);
    assert.equal(await page.evaluate(() => history.length), entries);
    await run(page, 'window', 'title', '말 — Parley');
    assert.equal(await page.title(), '말 — Parley');
    assert.equal((await run(page, 'window', 'languages'))[0][0], 'ko-KR');
    assert.deepEqual(await run(page, 'window', 'online'), [['online']]);
    await context.setOffline(true);
    assert.deepEqual(await run(page, 'window', 'online'), [['offline']]);
});

test('a link opens on a click, without opener and referrer', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    const address = `${world.peer.origin}/echo?name=opened`;
    await click(page);
    const opening = context.waitForEvent('page');
    assert.deepEqual(await run(page, 'window', 'open', address), [['opened']]);
    const opened = await opening;
    await opened.waitForLoadState();
    assert.equal(opened.url(), address);
    assert.deepEqual(await opened.evaluate(() => [window.opener, document.referrer]), [null, '']);
    assert.equal(world.peer.requests.find((request) => request.name === 'opened').headers.referer, undefined);
});

test('without a click no link opens, and it is said', options, async (t) => {
    const context = await openContext(t);
    // Begun by the page itself: what Playwright evaluates counts as a person's doing.
    await context.addInitScript(() => {
        const timer = setInterval(() => {
            if (!globalThis.ports) return;
            clearInterval(timer);
            const id = globalThis.ports.start('window', 'open', 'https://example.com/');
            const wait = setInterval(() => {
                if (globalThis.ports.events[id].length < 2) return;
                clearInterval(wait);
                console.log('said', globalThis.ports.events[id][0][0]);
            }, 5);
        }, 5);
    });
    const page = await context.newPage();
    const said = page.waitForEvent('console');
    await page.goto(`${world.site.origin}/`);
    assert.equal((await said).text(), 'said refused');
    assert.equal(context.pages().length, 1);
});

test('an address that must not be opened is not, click or no click', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    for (const url of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'data:text/html,a', 'file:///etc/passwd', 'http://example.com/', 'blob:null/a', 'about:blank', '/relative', 'mailto:a@b.example', '']) {
        await click(page);
        assert.deepEqual(await run(page, 'window', 'open', url), [['refused']], url);
    }
    assert.equal(context.pages().length, 1);
});

test('text is copied, by the old way too where the new one is missing', options, async (t) => {
    const context = await openContext(t, { permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await openPage(context);
    const pasted = () => page.evaluate(() => navigator.clipboard.readText());
    await click(page);
    assert.deepEqual(await run(page, 'window', 'copy', '복사 🙂\nsecond line'), [['copied']]);
    assert.equal(await pasted(), '복사 🙂\nsecond line');

    await page.evaluate(() => {
        globalThis.clipboard = navigator.clipboard;
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await click(page);
    assert.deepEqual(await run(page, 'window', 'copy', 'the old way'), [['copied']]);
    assert.equal(await page.evaluate(() => globalThis.clipboard.readText()), 'the old way');
    assert.equal(await page.locator('textarea').count(), 0);

    await page.evaluate(() => {
        document.execCommand = () => false;
    });
    const error = errorIn(await run(page, 'window', 'copy', 'no way'));
    assert.match(error.message, /did not let/);
});

test('a file is offered with its name and its bytes', options, async (t) => {
    const page = await openPage(await openContext(t, { acceptDownloads: true }));
    const downloading = page.waitForEvent('download');
    await run(page, 'window', 'save', 'chat 말.json', 'application/json', '{"말":"🙂"}');
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'chat 말.json');
    assert.equal(await readFile(await download.path(), 'utf8'), '{"말":"🙂"}');
});

test('a page from https asks no http address: mixed_content, before anything is sent', options, async (t) => {
    const context = await openContext(t);
    const page = await openRouted(context, 'https://parley.example');
    const get = (url) => run(page, 'http', 'GET', url, 'refuse', 0, 1000, '', 'all');
    assert.equal(errorIn(await get('http://server.example/mcp')).kind, 'mixed_content');
    assert.equal(errorIn(await run(page, 'websocket', 'ws://server.example/mcp', '', 1)).kind, 'mixed_content');
    assert.deepEqual(await run(page, 'probe', 'http://server.example/mcp'), [['unreachable']]);
    // Its own files are asked as ever.
    assert.equal((await get('https://parley.example/start.mjs'))[0][1], '200');
});

test('on a plain http page nothing is saved or hashed, and each says why', options, async (t) => {
    const context = await openContext(t);
    const page = await openRouted(context, 'http://parley.example');
    const saved = errorIn(await run(page, 'store_write', 'c', 'k', 'v'));
    assert.equal(saved.kind, 'storage_failed');
    assert.match(saved.message, /https/);
    const digest = errorIn(await run(page, 'sha256', 'abc'));
    assert.equal(digest.kind, 'crypto_failed');
    assert.match(digest.message, /https/);
    assert.equal(errorIn(await run(page, 'lock', 'a')).kind, 'internal');
    const [[, bytes]] = await run(page, 'random', 16);
    assert.equal(bytes.length, 32);
});
