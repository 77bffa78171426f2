// What signing in asks of the browser: the window's part of it, and keys that sign.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorIn, openContext, openPage, run, settled, start, world } from './support/ports_page.mjs';

const options = { timeout: 60_000 };

/** A person's click, which lets the page open a window for a moment. */
const click = (page) => page.getByText('Ports', { exact: true }).click();

/** Does it from the page itself and without a click: what Playwright evaluates would count as a person's doing. */
async function byItself(context, ...words) {
    await context.addInitScript((all) => {
        const timer = setInterval(() => {
            if (!globalThis.ports) return;
            clearInterval(timer);
            const id = globalThis.ports.start(...all);
            const wait = setInterval(() => {
                if (globalThis.ports.events[id].length < 2) return;
                clearInterval(wait);
                console.log('said', globalThis.ports.events[id][0][0]);
            }, 5);
        }, 5);
    }, words);
    const page = await context.newPage();
    const said = page.waitForEvent('console');
    await page.goto(`${world.site.origin}/`);
    return (await said).text();
}

test('the callback page is beside the page, wherever that is', options, async (t) => {
    const page = await openPage(await openContext(t));
    const at = async (path) => {
        await page.evaluate((address) => history.replaceState(null, '', address), path);
        return (await run(page, 'window', 'callback'))[0][0].slice(world.site.origin.length);
    };
    assert.equal(await at('/'), '/callback.html');
    assert.equal(await at('/?a=1/2#server=https://x/'), '/callback.html');
    assert.equal(await at('/some/where/#/a/b?c'), '/some/where/callback.html');
    assert.equal(await at('/some/where/index.html?b#c'), '/some/where/callback.html');
});

test('a window for signing in opens on a click, waits, and goes without an opener', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    await page.evaluate(() => {
        globalThis.heard = [];
        globalThis.channel = new BroadcastChannel('parley.sign_in');
        globalThis.channel.onmessage = ({ data }) => globalThis.heard.push(data);
    });
    await click(page);
    assert.deepEqual(await run(page, 'window', 'may_open'), [['may']]);
    const opening = context.waitForEvent('page');
    assert.deepEqual(await run(page, 'window', 'open_sign_in', 'a/b #1'), [['opened']]);
    const signIn = await opening;
    await signIn.getByText('Preparing sign-in…', { exact: true }).waitFor();
    assert.equal(signIn.url(), `${world.site.origin}/sign_in.html#a%2Fb%20%231`);
    assert.equal(await signIn.evaluate(() => window.opener), null);
    assert.deepEqual(await run(page, 'window', 'send_sign_in', 'a/b #1', `${world.peer.origin}/echo?name=late`), [['to be told']]);
    await page.evaluate(async () => { while (globalThis.heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5)); });
    assert.equal(await page.evaluate(() => globalThis.heard[0]), '{"waiting":"a/b #1"}');

    const address = `${world.peer.origin}/echo?name=provider`;
    await page.evaluate((go) => globalThis.channel.postMessage(JSON.stringify({ go, window: 'a/b #1' })), address);
    await signIn.waitForURL(address);
    assert.deepEqual(await signIn.evaluate(() => [window.opener, document.referrer]), [null, '']);
    assert.equal(world.peer.requests.find((request) => request.name === 'provider').headers.referer, undefined);

    await run(page, 'window', 'show_sign_in', 'a/b #1');
    // Without an opener the provider's page is out of reach, as it is out of the provider's; back at a page of ours it is not.
    await run(page, 'window', 'close_sign_in', 'a/b #1');
    assert.equal(await signIn.title(), '');
    await signIn.goto(`${world.site.origin}/callback.html`);
    const closed = signIn.waitForEvent('close');
    await run(page, 'window', 'close_sign_in', 'a/b #1');
    await closed;
    // Nothing is left to close; to show it is to open it anew, with the id it waits under.
    await run(page, 'window', 'close_sign_in', 'a/b #1');
    assert.deepEqual(context.pages(), [page]);
    const reopening = context.waitForEvent('page');
    await run(page, 'window', 'show_sign_in', 'a/b #1');
    const reopened = await reopening;
    await reopened.waitForURL(`${world.site.origin}/sign_in.html#a%2Fb%20%231`);
    assert.equal(await reopened.evaluate(() => window.opener), null);
});

test('who knows where to go before one could read anything sends the empty window there', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    await click(page);
    const opening = context.waitForEvent('page');
    assert.deepEqual(await run(page, 'window', 'open_sign_in', 'quick'), [['opened']]);
    assert.deepEqual(await run(page, 'window', 'send_sign_in', 'quick', 'javascript:alert(1)'), [['to be told']]);
    const address = `${world.peer.origin}/echo?name=quick`;
    assert.deepEqual(await run(page, 'window', 'send_sign_in', 'quick', address), [['sent']]);
    const signIn = await opening;
    await signIn.waitForURL(address);
    assert.deepEqual(await signIn.evaluate(() => [window.opener, document.referrer, history.length]), [null, '', 1]);
    assert.equal(world.peer.requests.find((request) => request.name === 'quick').headers.referer, undefined);
    // Nor is it sent on from there, by us or by the time that an empty one has.
    assert.deepEqual(await run(page, 'window', 'send_sign_in', 'quick', `${address}2`), [['to be told']]);
    await sleep(600);
    assert.equal(signIn.url(), address);
});

test('a window that opens at the provider’s address knows nothing of who opened it, and never opens at what must not be', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    await click(page);
    for (const url of ['javascript:globalThis.intruded=1', 'data:text/html,a', 'http://example.com/'])
        assert.deepEqual(await run(page, 'window', 'open_sign_in', 'bad', url), [['blocked']], url);
    assert.deepEqual(context.pages(), [page]);
    assert.equal(await page.evaluate(() => globalThis.intruded), undefined);

    const address = `${world.peer.origin}/echo?name=at-once`;
    const opening = context.waitForEvent('page');
    assert.deepEqual(await run(page, 'window', 'open_sign_in', 'good', address), [['opened']]);
    const signIn = await opening;
    await signIn.waitForURL(address);
    assert.deepEqual(await signIn.evaluate(() => [window.opener, document.referrer]), [null, '']);
    assert.equal(world.peer.requests.find((request) => request.name === 'at-once').headers.referer, undefined);
    assert.deepEqual(context.pages(), [page, signIn]);
});

test('on a wide screen the window is a small one, on a phone a tab', options, async (t) => {
    for (const [screen, narrow] of [[{ width: 1440, height: 900 }, true], [{ width: 390, height: 844 }, false]]) {
        const context = await openContext(t, { screen, viewport: screen });
        const page = await openPage(context);
        await page.evaluate(() => {
            globalThis.asked = [];
            window.open = (...words) => { globalThis.asked.push(words); return null; };
        });
        assert.deepEqual(await run(page, 'window', 'open_sign_in', 'w1'), [['blocked']]);
        const [[, , features]] = await page.evaluate(() => globalThis.asked);
        if (narrow) assert.match(features, /^popup,width=520,height=720,left=\d+,top=\d+$/);
        else assert.equal(features, '');
    }
});

test('where the browser blocks windows it is said, and known before', options, async (t) => {
    assert.equal(await byItself(await openContext(t), 'window', 'may_open'), 'said may not');
    const context = await openContext(t);
    assert.equal(await byItself(context, 'window', 'open_sign_in', 'w1'), 'said blocked');
    assert.equal(context.pages().length, 1);
});

test('the page itself leaves for the provider, but never for what must not be opened', options, async (t) => {
    const page = await openPage(await openContext(t));
    const here = page.url();
    for (const url of ['javascript:globalThis.intruded=1', 'data:text/html,a', 'http://example.com/', 'https://a:b@example.com/', '']) {
        await run(page, 'window', 'leave_to', url);
        assert.equal(page.url(), here, url);
    }
    assert.equal(await page.evaluate(() => globalThis.intruded), undefined);
    const address = `${world.peer.origin}/echo?name=left`;
    await start(page, 'window', 'leave_to', address);
    await page.waitForURL(address);
    await page.goBack({ waitUntil: 'commit' }); // from the browser's cache: nothing is loaded
    await settled(page);
});

test('the answer that the callback page left is there until it is forgotten, and only in its tab', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context);
    assert.deepEqual(await run(page, 'window', 'answer'), [['']]);
    await page.goto(`${world.site.origin}/callback.html?code=c%2B1&state=p%ED%95%9C`);
    await page.waitForURL(`${world.site.origin}/`);
    await settled(page);
    assert.deepEqual(await run(await openPage(context), 'window', 'answer'), [['']]);
    assert.deepEqual(await run(page, 'window', 'answer'), [['?code=c%2B1&state=p%ED%95%9C']]);
    await page.reload();
    await settled(page);
    assert.deepEqual(await run(page, 'window', 'answer'), [['?code=c%2B1&state=p%ED%95%9C']]);
    await run(page, 'window', 'forget_answer');
    assert.deepEqual(await run(page, 'window', 'answer'), [['']]);

    await page.evaluate(() => { Storage.prototype.getItem = () => { throw new DOMException('blocked', 'SecurityError'); }; });
    assert.deepEqual(await run(page, 'window', 'answer'), [['']]);
});

/** `{ jwk, signatures }` of a key that was opened or imported. */
async function keyOf(page, how, what, ...texts) {
    const events = await run(page, 'signing', how, what, ...texts);
    const [[word, jwk], ...signatures] = events;
    assert.equal(word, 'key', JSON.stringify(events));
    return { jwk, signatures: signatures.map(([, hex]) => Buffer.from(hex, 'hex')) };
}

const good = (jwk, text, signature) =>
    verify('sha256', Buffer.from(text), { key: createPublicKey({ key: JSON.parse(jwk), format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, signature);

test('what a key signs, others can verify: ES256, 64 bytes', options, async (t) => {
    const page = await openPage(await openContext(t));
    const texts = ['', 'abc', '한글 🙂', 'x'.repeat(100_000)];
    const { jwk, signatures } = await keyOf(page, 'open', 'dpop', ...texts);
    assert.match(jwk, /^\{"crv":"P-256","kty":"EC","x":"[\w-]{43}","y":"[\w-]{43}"\}$/);
    for (const [i, text] of texts.entries()) {
        assert.equal(signatures[i].length, 64);
        assert.ok(good(jwk, text, signatures[i]), text);
        assert.ok(!good(jwk, `${text}!`, signatures[i]));
    }
});

test('a key has a name, stays over a reload, and is the same in all tabs that open it at once', options, async (t) => {
    const context = await openContext(t);
    const tabs = await Promise.all([1, 2, 3].map(() => openPage(context)));
    const keys = await Promise.all(tabs.map((tab) => keyOf(tab, 'open', 'https://as.example', 'abc')));
    for (const { jwk, signatures } of keys) {
        assert.equal(jwk, keys[0].jwk);
        assert.ok(good(keys[0].jwk, 'abc', signatures[0]));
    }
    assert.notEqual((await keyOf(tabs[0], 'open', 'another')).jwk, keys[0].jwk);
    await tabs[0].reload();
    await settled(tabs[0]);
    const later = await keyOf(tabs[0], 'open', 'https://as.example', 'later');
    assert.equal(later.jwk, keys[0].jwk);
    assert.ok(good(keys[0].jwk, 'later', later.signatures[0]));

    assert.deepEqual(await run(tabs[0], 'signing', 'erase', 'https://as.example'), [['erased']]);
    assert.deepEqual(await run(tabs[0], 'signing', 'erase', 'never there'), [['erased']]);
    assert.notEqual((await keyOf(tabs[1], 'open', 'https://as.example')).jwk, keys[0].jwk);
});

test('a key does not leave the browser, whatever script asks for it', options, async (t) => {
    const page = await openPage(await openContext(t));
    const { jwk } = await keyOf(page, 'open', 'dpop');
    await run(page, 'store_write', 'c', 'k', 'the store’s own key is beside it');
    const answers = await page.evaluate(async () => {
        const db = await new Promise((resolve, reject) => {
            const request = indexedDB.open('parley');
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const record = await new Promise((resolve) => {
            const request = db.transaction('keys').objectStore('keys').get(['signing', 'dpop']);
            request.onsuccess = () => resolve(request.result);
        });
        db.close();
        const formats = ['jwk', 'pkcs8', 'raw', 'spki'];
        const exported = await Promise.all(formats.map((format) => crypto.subtle.exportKey(format, record.key).then(() => 'given', (error) => error.name)));
        return { exported, extractable: record.key.extractable, usages: record.key.usages, jwk: record.jwk };
    });
    assert.equal(answers.extractable, false);
    assert.deepEqual(answers.usages, ['sign']);
    assert.equal(answers.jwk, jwk);
    for (const name of answers.exported) assert.match(name, /^(InvalidAccessError|NotSupportedError)$/);
    assert.deepEqual(await run(page, 'store_list', 'c'), [['listing', '0', 'k=the store’s own key is beside it']]);
});

test('a private key that a person gives signs too, and is kept nowhere', options, async (t) => {
    const page = await openPage(await openContext(t));
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const { jwk, signatures } = await keyOf(page, 'import', pem, 'abc');
    const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
    assert.equal(jwk, JSON.stringify({ crv, kty, x, y }));
    assert.ok(good(jwk, 'abc', signatures[0]));
    // The store's own key is there alone; nothing was written.
    const stored = await page.evaluate(() => new Promise((resolve, reject) => {
        const opening = indexedDB.open('parley');
        opening.onerror = reject;
        opening.onsuccess = () => {
            const tables = [...opening.result.objectStoreNames];
            const reading = opening.result.transaction(tables);
            Promise.all(tables.map((name) => new Promise((done) => { reading.objectStore(name).getAllKeys().onsuccess = ({ target }) => done(target.result); })))
                .then((keys) => { opening.result.close(); resolve(keys.flat().map(String)); });
        };
    }));
    assert.deepEqual(stored.filter((key) => key !== 'records'), []);

    const other = (type, more) => generateKeyPairSync(type, more).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const wrong = [
        '', 'secret words', privateKey.export({ type: 'sec1', format: 'pem' }), publicKey.export({ type: 'spki', format: 'pem' }), pem.slice(0, 100),
        other('ec', { namedCurve: 'P-384' }), other('rsa', { modulusLength: 2048 }), other('ed25519'),
    ];
    for (const text of wrong) {
        const error = errorIn(await run(page, 'signing', 'import', text));
        assert.equal(error.kind, 'crypto_failed');
        assert.match(error.message, /P-256.*PKCS #8/);
        for (const line of text.split('\n').filter((part) => part.length > 20 && !part.startsWith('--')))
            assert.ok(!Object.values(error).some((word) => String(word).includes(line)), 'nothing of the key is in the error');
    }
});

test('a task that is let go while its key is on the way leaves nothing behind', options, async (t) => {
    const page = await openPage(await openContext(t));
    await keyOf(page, 'open', 'warm');
    await page.evaluate(async () => {
        for (let i = 0; i < 20; ++i) {
            const id = globalThis.ports.start('signing', 'open', `k${i}`);
            await new Promise((resolve) => setTimeout(resolve, i % 4));
            globalThis.ports.cancel(id);
        }
    });
    const { jwk, signatures } = await keyOf(page, 'open', 'k0', 'abc');
    assert.ok(good(jwk, 'abc', signatures[0]));
});
