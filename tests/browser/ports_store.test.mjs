// The encrypted store in a real browser: src/platform/web/store, web/bridge/store.js.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorIn, openContext, openPage, run, settled, start, reported, world } from './support/ports_page.mjs';

const options = { timeout: 60_000 };
const ERASE = '\x1d';
const FREE_SPACE = 6; // base::Remedy
const RELOAD = 5;

const write = async (page, ...words) => assert.deepEqual(await run(page, 'store_write', ...words), [['written']]);
const read = async (page, collection, key) => (await run(page, 'store_read', collection, key))[0];
const list = async (page, collection) => (await run(page, 'store_list', collection))[0];

/** What IndexedDB really has, read beside the program. */
const raw = (page) =>
    page.evaluate(async () => {
        const value = (request) =>
            new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
        const db = await value(indexedDB.open('parley'));
        const all = db.transaction(['keys', 'records']);
        const [keys, names, records] = await Promise.all([
            value(all.objectStore('keys').getAll()),
            value(all.objectStore('records').getAllKeys()),
            value(all.objectStore('records').getAll()),
        ]);
        db.close();
        const exported = await Promise.all(
            keys.map((key) => crypto.subtle.exportKey('raw', key).then(() => 'given', (error) => error.name)),
        );
        return {
            keys: keys.map(({ extractable, algorithm, usages }) => ({ extractable, algorithm: { ...algorithm }, usages })),
            exported,
            records: names.map((name, i) => ({ name, iv: [...records[i].iv], data: [...new Uint8Array(records[i].data)] })),
        };
    });

/** Changes records beside the program: each is `{ name, iv, data }`. */
const put = (page, records) =>
    page.evaluate(async (all) => {
        const open = indexedDB.open('parley');
        await new Promise((resolve) => (open.onsuccess = resolve));
        const transaction = open.result.transaction('records', 'readwrite');
        for (const { name, iv, data } of all)
            transaction.objectStore('records').put({ iv: new Uint8Array(iv), data: new Uint8Array(data).buffer }, name);
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        open.result.close();
    }, records);

test('what was written is read again, after a reload too', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'servers', 'a', '{"이름":"서버 🙂"}', 'servers', 'empty', '', 'chats', 'a', 'other');
    for (const reload of [false, true]) {
        if (reload) {
            await page.reload();
            await settled(page);
        }
        assert.deepEqual(await read(page, 'servers', 'a'), ['value', '{"이름":"서버 🙂"}']);
        assert.deepEqual(await read(page, 'servers', 'empty'), ['value', '']);
        assert.deepEqual(await read(page, 'chats', 'a'), ['value', 'other']);
        assert.deepEqual(await read(page, 'servers', 'b'), ['absent']);
    }
    await write(page, 'servers', 'a', ERASE, 'chats', 'a', 'newer');
    assert.deepEqual(await read(page, 'servers', 'a'), ['absent']);
    assert.deepEqual(await read(page, 'chats', 'a'), ['value', 'newer']);
});

test('a collection lists its records by key, and only its own', options, async (t) => {
    const page = await openPage(await openContext(t));
    // UTF-16 would put U+FF01 after the emoji; bytes put it before.
    await write(page, 'c', 'b', '2', 'c', 'a', '1', 'c', '🙂', '5', 'c', '！', '4', 'c', '가', '3', 'cc', 'x', 'no', 'C', 'x', 'no');
    assert.deepEqual(await list(page, 'c'), ['listing', '0', 'a=1', 'b=2', '가=3', '！=4', '🙂=5']);
    assert.deepEqual(await list(page, 'none'), ['listing', '0']);
});

test('a collection of more records than are read at once is listed whole, each once', options, async (t) => {
    const page = await openPage(await openContext(t));
    const names = Array.from({ length: 601 }, (_, i) => String(i).padStart(4, '0'));
    await write(page, ...names.flatMap((name) => ['many', name, `value ${name}`]), 'n', 'after', 'no');
    assert.deepEqual(await list(page, 'many'), ['listing', '0', ...names.map((name) => `${name}=value ${name}`)]);
});

test('of two writes the later call has the last word, and a read sees the writes called before it', options, async (t) => {
    const page = await openPage(await openContext(t));
    const [, , last] = await Promise.all([
        run(page, 'store_write_large', 'c', 'k', 8_000_000),
        run(page, 'store_write', 'c', 'k', 'small'),
        run(page, 'store_read', 'c', 'k'),
    ]);
    assert.deepEqual(last[0], ['value', 'small']);
    assert.deepEqual(await read(page, 'c', 'k'), ['value', 'small']);
});

test('nothing is readable on the disk, and the key cannot be taken out', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'tokens', 'one', 'a very secret token', 'tokens', 'two', 'a very secret token');
    const kept = await raw(page);
    assert.deepEqual(kept.keys, [
        { extractable: false, algorithm: { name: 'AES-GCM', length: 256 }, usages: ['encrypt', 'decrypt'] },
    ]);
    assert.deepEqual(kept.exported, ['InvalidAccessError']);
    const [one, two] = kept.records;
    for (const record of [one, two]) {
        assert.equal(record.iv.length, 12);
        assert.equal(record.data.length, 'a very secret token'.length + 16);
        assert.ok(!Buffer.from(record.data).toString('latin1').includes('secret'));
    }
    assert.notDeepEqual(one.iv, two.iv);
    assert.notDeepEqual(one.data, two.data);
    await write(page, 'tokens', 'one', 'a very secret token');
    assert.notDeepEqual((await raw(page)).records[0].iv, one.iv);
});

test('a changed record is damaged: an error when read, counted when listed', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'c', 'a', 'first', 'c', 'b', 'second', 'c', 'd', 'third');
    const [a] = (await raw(page)).records;
    a.data[0] ^= 1;
    await put(page, [a]);
    const error = errorIn(await run(page, 'store_read', 'c', 'a'));
    assert.equal(error.kind, 'storage_failed');
    assert.match(error.message, /damaged/);
    assert.deepEqual(await list(page, 'c'), ['listing', '1', 'b=second', 'd=third']);
    await put(page, [{ name: ['c', 'b'], iv: [], data: [] }]);
    assert.deepEqual(await list(page, 'c'), ['listing', '2', 'd=third']);
    // It is replaced as any other.
    await write(page, 'c', 'a', 'again');
    assert.deepEqual(await read(page, 'c', 'a'), ['value', 'again']);
});

test('a record moved to another name or collection does not decrypt', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'c', 'mine', 'mine', 'c', 'yours', 'yours');
    const [mine, yours] = (await raw(page)).records;
    await put(page, [{ ...mine, name: yours.name }, { ...yours, name: ['other', 'yours'] }]);
    assert.deepEqual(await list(page, 'c'), ['listing', '1', 'mine=mine']);
    assert.deepEqual(await list(page, 'other'), ['listing', '1']);
});

test('two tabs share the records', options, async (t) => {
    const context = await openContext(t);
    const [one, two] = [await openPage(context), await openPage(context)];
    await write(one, 'c', 'k', 'from one');
    assert.deepEqual(await read(two, 'c', 'k'), ['value', 'from one']);
    await write(two, 'c', 'k', 'from two');
    assert.deepEqual(await read(one, 'c', 'k'), ['value', 'from two']);
});

test('a tab that reads, and is busy when the answer comes, holds up no write of another', options, async (t) => {
    const context = await openContext(t);
    const [reader, writer] = [await openPage(context), await openPage(context)];
    await write(reader, 'c', 'k', 'before');
    for (const [method, ...command] of [['getAll', 'store_list', 'c'], ['get', 'store_read', 'c', 'k']]) {
        await writer.evaluate(() => {
            globalThis.asked = new Promise((resolve) => (new BroadcastChannel('busy').onmessage = resolve));
        });
        const ended = [];
        const reading = reader
            .evaluate(
                ([name, words]) =>
                    new Promise((resolve) => {
                        const ask = IDBObjectStore.prototype[name];
                        IDBObjectStore.prototype[name] = function (...of) {
                            IDBObjectStore.prototype[name] = ask;
                            queueMicrotask(() => {
                                new BroadcastChannel('busy').postMessage('');
                                for (const until = Date.now() + 3_000; Date.now() < until; );
                                resolve();
                            });
                            return ask.apply(this, of);
                        };
                        globalThis.ports.start(...words);
                    }),
                [method, command],
            )
            .then(() => ended.push('reading'));
        await writer.evaluate(() => globalThis.asked);
        await write(writer, 'c', 'k', 'after');
        ended.push('writing');
        await reading;
        assert.deepEqual(ended, ['writing', 'reading']);
    }
});

test('tabs that begin at once end with one key', options, async (t) => {
    for (let round = 0; round < 3; ++round) {
        const context = await openContext(t);
        const pages = await Promise.all([0, 1, 2, 3].map(() => openPage(context)));
        await Promise.all(pages.map((page, i) => write(page, 'c', `tab ${i}`, `value ${i}`)));
        const expected = ['listing', '0', ...pages.map((_, i) => `tab ${i}=value ${i}`)];
        for (const page of pages) assert.deepEqual(await list(page, 'c'), expected);
        assert.equal((await raw(pages[0])).keys.length, 1);
    }
});

test('without room nothing of a batch is written, and the reason is said', options, async (t) => {
    const context = await openContext(t);
    // Before the first write, which the page makes as it begins: the browser remembers for a while how much room there was.
    const devtools = await context.newCDPSession(await context.newPage());
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: world.site.origin, quotaSize: 1_000_000 });
    const page = await openPage(context);
    await write(page, 'c', 'before', 'kept');
    const large = 'x'.repeat(6_000_000);
    const error = errorIn(await run(page, 'store_write', 'c', 'before', 'changed', 'c', 'small', 'new', 'c', 'large', large));
    assert.equal(error.kind, 'storage_failed', JSON.stringify(error));
    assert.equal(error.remedy, FREE_SPACE, JSON.stringify(error));
    assert.match(error.message, /no room/);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: world.site.origin });
    assert.deepEqual(await list(page, 'c'), ['listing', '0', 'before=kept']);
});

test('a newer page may change the database, and this one then says to reload', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    await write(page, 'c', 'k', 'v');
    const upgraded = await page.evaluate(
        () =>
            new Promise((resolve) => {
                const request = indexedDB.open('parley', 2);
                request.onblocked = () => resolve('blocked');
                request.onsuccess = () => resolve('upgraded');
            }),
    );
    assert.equal(upgraded, 'upgraded');
    const error = errorIn(await run(page, 'store_read', 'c', 'k'));
    assert.equal(error.kind, 'storage_failed');
    assert.equal(error.remedy, RELOAD);
    assert.match(error.message, /newer version/i);
});

test('site data that is cleared under an open page is no end: it begins anew', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'c', 'k', 'v');
    await page.evaluate(
        () => new Promise((resolve, reject) => {
            const request = indexedDB.deleteDatabase('parley');
            request.onsuccess = resolve;
            request.onblocked = () => reject(new Error('blocked'));
        }),
    );
    assert.deepEqual(await read(page, 'c', 'k'), ['absent']);
    await write(page, 'c', 'k', 'new');
    await page.reload();
    await settled(page);
    assert.deepEqual(await list(page, 'c'), ['listing', '0', 'k=new']);
});

test('what is taken is gone, and of several tabs that take it at once one gets it', options, async (t) => {
    const context = await openContext(t);
    const pages = await Promise.all([0, 1, 2].map(() => openPage(context)));
    const take = (page, key) => run(page, 'store_take', 'c', key).then(([words]) => words);
    await write(pages[0], 'c', 'one', 'v1', 'c', 'two', 'v2', 'c', 'kept', 'v3');
    assert.deepEqual(await take(pages[1], 'one'), ['value', 'v1']);
    assert.deepEqual(await take(pages[1], 'one'), ['absent']);
    const got = await Promise.all([...pages, ...pages].map((page) => take(page, 'two')));
    assert.deepEqual(got.map(([word]) => word).toSorted(), ['absent', 'absent', 'absent', 'absent', 'absent', 'value']);
    assert.deepEqual(await list(pages[2], 'c'), ['listing', '0', 'kept=v3']);
});

test('a record that does not decrypt is gone when it was taken', options, async (t) => {
    const page = await openPage(await openContext(t));
    await write(page, 'c', 'k', 'v');
    const { records } = await raw(page);
    await put(page, [{ ...records[0], data: records[0].data.toReversed() }]);
    assert.equal(errorIn(await run(page, 'store_take', 'c', 'k')).kind, 'storage_failed');
    assert.deepEqual(await read(page, 'c', 'k'), ['absent']);
});

test('a browser that lets nothing be saved says so', options, async (t) => {
    const context = await openContext(t);
    await context.addInitScript(() => {
        IDBFactory.prototype.open = () => {
            throw new DOMException('The operation is insecure.', 'SecurityError');
        };
    });
    const page = await openPage(context);
    for (const words of [['store_write', 'c', 'k', 'v'], ['store_read', 'c', 'k'], ['store_take', 'c', 'k'], ['store_list', 'c']]) {
        const error = errorIn(await run(page, ...words));
        assert.equal(error.kind, 'storage_failed');
        assert.match(error.detail, /^SecurityError/);
    }
});

test('a write goes on though nobody waits for it any more', options, async (t) => {
    const page = await openPage(await openContext(t));
    await page.evaluate(() => {
        const id = globalThis.ports.start('store_write', 'c', 'k', 'v');
        globalThis.ports.cancel(id);
    });
    // Cancelled before it began: nothing was asked of the browser.
    assert.deepEqual(await read(page, 'c', 'k'), ['absent']);
    const id = await start(page, 'store_write', 'c', 'k', 'v');
    await reported(page, id, 'end');
    assert.deepEqual(await read(page, 'c', 'k'), ['value', 'v']);
});
