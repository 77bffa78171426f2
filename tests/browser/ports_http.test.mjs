// HTTP over emscripten_fetch in a real browser: src/platform/web/{exchange,http,reach}, web/fetch_policy.js.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancel, errorIn, heapInUse, openContext, openPage, reported, run, start, world } from './support/ports_page.mjs';

const NO_CAP = 4294967295;
const options = { timeout: 60_000 };

/** The words of an http command; `read` is all, head (gives up after it) or unread (never asks for a piece). */
function http(url, { method = 'GET', redirects = 'refuse', idle = 0, cap = NO_CAP, body = '', read = 'all', headers = {} } = {}) {
    return ['http', method, url, redirects, idle, cap, body, read, ...Object.entries(headers).flat()];
}

const chunks = (events) => events.filter((event) => event[0] === 'chunk').map((event) => event[1]);
const at = (path) => world.peer.origin + path;

async function openTest(t, contextOptions) {
    const context = await openContext(t, contextOptions);
    return { context, page: await openPage(context) };
}

test('a request carries its method, headers and body, and nothing that names the person', options, async (t) => {
    const { context, page } = await openTest(t);
    await context.addCookies([{ name: 'session', value: 'mine', url: world.peer.origin }]);
    const headers = { Authorization: 'Bearer token', 'Content-Type': 'application/json', Accept: 'text/plain' };
    const events = await run(page, ...http(at('/echo?name=a'), { method: 'POST', body: '{"말":"안녕"}', headers }));
    assert.equal(events[0][1], '200');
    assert.equal(events[0][2], at('/echo?name=a'));
    const got = JSON.parse(chunks(events).join(''));
    assert.equal(got.method, 'POST');
    assert.equal(got.body, '{"말":"안녕"}');
    assert.equal(got.headers.authorization, 'Bearer token');
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(got.headers['cache-control'], 'no-cache');
    assert.equal(got.headers.cookie, undefined);
    assert.equal(got.headers.referer, undefined);
    assert.deepEqual(Object.keys(got.headers).filter((name) => name.startsWith('x-parley')), []);
});

test('a header given twice arrives as one, joined', options, async (t) => {
    const { page } = await openTest(t);
    const events = await run(page, ...http(at('/echo')), 'X-Twice', 'a', 'x-twice', 'b');
    assert.equal(JSON.parse(chunks(events).join('')).headers['x-twice'], 'a, b');
});

test('answers without a body end at once and well', options, async (t) => {
    const { page } = await openTest(t);
    for (const [method, status] of [['GET', 204], ['POST', 202], ['DELETE', 204], ['DELETE', 200], ['GET', 205], ['HEAD', 200]]) {
        const events = await run(page, ...http(at(`/empty?status=${status}`), { method }));
        assert.deepEqual([events[0][1], events.at(-1)], [String(status), ['total', '0']], `${method} ${status}`);
        assert.equal(events.length, 2, `${method} ${status}: ${JSON.stringify(events)}`);
    }
});

test('a piece is there before the next one was sent, and the head before both', options, async (t) => {
    const { page } = await openTest(t);
    const id = await start(page, ...http(at('/in_two?name=two')));
    assert.deepEqual(chunks(await reported(page, id, 'chunk')), ['first']);
    world.peer.release('two');
    const events = await reported(page, id, 'end');
    assert.equal(events[0][0], 'head');
    assert.deepEqual(chunks(events), ['first', 'second']);
    assert.deepEqual(events.at(-2), ['total', '11']);
});

test('a 401 gives its exposed headers and its body', options, async (t) => {
    const { page } = await openTest(t);
    const events = await run(page, ...http(at('/unauthorized')));
    const [, status, , ...headers] = events[0];
    assert.equal(status, '401');
    assert.ok(headers.includes('www-authenticate=Bearer error="invalid_token", scope="a b"'), headers.join('\n'));
    assert.ok(!headers.some((header) => header.startsWith('x-hidden')));
    assert.deepEqual(chunks(events), ['{"error":"invalid_token"}']);
    assert.equal(events.length, 3);
});

test('header values come without blanks around them', options, async (t) => {
    const { page } = await openTest(t);
    const [head] = await run(page, ...http(at('/many')));
    assert.ok(head.includes('x-many=one, two'), head.join('\n'));
    assert.ok(head.includes('mcp-session-id=padded'), head.join('\n'));
});

test('twelve megabytes arrive whole, and the memory comes back', options, async (t) => {
    const { page } = await openTest(t);
    const count = 12 * 1024 * 1024;
    await run(page, ...http(at('/bytes?count=1000')));
    const before = await heapInUse(page);
    const events = await run(page, ...http(at(`/bytes?count=${count}`)));
    assert.deepEqual(events.at(-1), ['total', String(count)]);
    const grown = (await heapInUse(page)) - before;
    assert.ok(grown < 300_000, `${grown} bytes were kept`);
});

test('many requests leave nothing behind, ended, failed or given up', options, async (t) => {
    const { page } = await openTest(t);
    let cuts = 0;
    const round = async () => {
        await run(page, ...http(at('/bytes?count=200000')));
        await run(page, ...http(at('/unauthorized')));
        await run(page, ...http(at('/bytes?count=200000'), { cap: 1000 }));
        await run(page, ...http(at('/cut_at_once')));
        const cut = `cut ${++cuts}`;
        const id = await start(page, ...http(at(`/cut?name=${cut}`)));
        await reported(page, id, 'chunk');
        world.peer.release(cut);
        await reported(page, id, 'end');
        await run(page, ...http(at('/silent'), { read: 'head' }));
    };
    await round();
    const before = await heapInUse(page);
    for (let i = 0; i < 10; ++i) await round();
    const grown = (await heapInUse(page)) - before;
    assert.ok(grown < 60_000, `${grown} bytes were kept after ten rounds`);
});

test('twenty requests at once each get their own answer', options, async (t) => {
    const { page } = await openTest(t);
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    const answers = await Promise.all(numbers.map((i) => run(page, ...http(at('/echo'), { method: 'POST', body: `number ${i}` }))));
    assert.deepEqual(answers.map((events) => JSON.parse(chunks(events).join('')).body), numbers.map((i) => `number ${i}`));
});

test('more than the cap is too_large, and the server sees the end', options, async (t) => {
    const { page } = await openTest(t);
    const events = await run(page, ...http(at('/endless?name=capped'), { cap: 1_000_000 }));
    assert.equal(errorIn(events).kind, 'too_large');
    await world.peer.aborted('capped');
});

test('what nobody reads does not fill the memory', options, async (t) => {
    const { page } = await openTest(t);
    await start(page, ...http(at('/endless?name=unread'), { read: 'unread' }));
    await world.peer.aborted('unread');
});

test('a request that is let go is given up in every phase', options, async (t) => {
    const { page } = await openTest(t);
    const hanging = await start(page, ...http(at('/hang?name=hang')));
    while (world.peer.seen('/hang').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await cancel(page, hanging);
    await world.peer.aborted('hang');

    const headed = await start(page, ...http(at('/head_only?name=head')));
    await reported(page, headed, 'head');
    await cancel(page, headed);
    await world.peer.aborted('head');

    const streaming = await start(page, ...http(at('/endless?name=stream')));
    await reported(page, streaming, 'chunk', 3);
    await cancel(page, streaming);
    await world.peer.aborted('stream');

    const [first] = await run(page, ...http(at('/silent?name=kept'), { read: 'head' }));
    assert.equal(first[0], 'head');
    await world.peer.aborted('kept');
});

test('a cut in the middle is stream_cut after the pieces that came; before the head it is unreachable', options, async (t) => {
    const { page } = await openTest(t);
    const id = await start(page, ...http(at('/cut?name=middle')));
    await reported(page, id, 'chunk');
    world.peer.release('middle');
    const events = await reported(page, id, 'end');
    assert.deepEqual(chunks(events), ['half']);
    const cut = errorIn(events);
    assert.equal(cut.kind, 'stream_cut');
    assert.equal(cut.subject, `localhost:${world.peer.port}`);
    assert.equal(errorIn(await run(page, ...http(at('/cut_at_once')))).kind, 'unreachable');
});

test('silence is timed_out, before the head and after a piece; a steady drip is not silence', options, async (t) => {
    const { page } = await openTest(t);
    const [early, late, drip] = await Promise.all([
        run(page, ...http(at('/hang?name=mute'), { idle: 400 })),
        run(page, ...http(at('/silent?name=stuck'), { idle: 400 })),
        run(page, ...http(at('/drip?count=8'), { idle: 3500 })),
    ]);
    assert.equal(errorIn(early).kind, 'timed_out');
    assert.deepEqual(chunks(late), ['one']);
    assert.equal(errorIn(late).kind, 'timed_out');
    assert.deepEqual(drip.at(-1), ['total', '8']);
    await Promise.all([world.peer.aborted('mute'), world.peer.aborted('stuck')]);
});

test('a refused connection and a server without CORS look alike, and the probe tells them apart', options, async (t) => {
    const { page } = await openTest(t);
    const nobody = 'http://localhost:9/';
    const refused = errorIn(await run(page, ...http(nobody)));
    assert.equal(refused.kind, 'unreachable');
    assert.match(refused.message, /localhost:9\..*CORS/);
    const blocked = errorIn(await run(page, ...http(at('/no_cors'))));
    assert.equal(blocked.kind, 'unreachable');
    assert.ok(!blocked.detail.includes('secret'));
    assert.deepEqual(await run(page, 'probe', at('/no_cors')), [['reachable_but_blocked']]);
    assert.deepEqual(await run(page, 'probe', nobody), [['unreachable']]);
    assert.deepEqual(await run(page, 'probe', 'javascript:alert(1)'), [['unreachable']]);
    await run(page, 'probe', at('/endless?name=probed'));
    await world.peer.aborted('probed');
});

test('a probe carries nothing', options, async (t) => {
    const { context, page } = await openTest(t);
    await context.addCookies([{ name: 'session', value: 'mine', url: world.peer.origin }]);
    await run(page, 'probe', at('/echo?name=probe'));
    const seen = world.peer.requests.find((request) => request.name === 'probe');
    assert.equal(seen.method, 'GET');
    for (const name of ['cookie', 'referer', 'authorization', 'x-parley-fetch']) assert.equal(seen.headers[name], undefined, name);
});

test('without a network it says offline', options, async (t) => {
    const { context, page } = await openTest(t);
    await context.setOffline(true);
    assert.equal(errorIn(await run(page, ...http(at('/echo')))).kind, 'offline');
    assert.deepEqual(await run(page, 'probe', at('/echo')), [['offline']]);
    assert.equal(errorIn(await run(page, 'websocket', at('/').replace('http', 'ws'), '', 1)).kind, 'offline');
    await context.setOffline(false);
    assert.equal((await run(page, ...http(at('/echo'))))[0][1], '200');
});

test('a redirect is refused, to the same origin and to another, and the secret goes nowhere', options, async (t) => {
    const { page } = await openTest(t);
    const headers = { Authorization: 'Bearer secret' };
    for (const target of [at('/echo?name=led'), `${world.elsewhere.origin}/echo?name=led`]) {
        const url = at(`/redirect?to=${encodeURIComponent(target)}`);
        for (const method of ['GET', 'POST']) {
            const error = errorIn(await run(page, ...http(url, { method, headers, body: method === 'POST' ? 'code=1' : '' })));
            assert.equal(error.kind, 'redirected_away');
            assert.ok(!JSON.stringify(error).includes('secret'));
        }
        // A request with a secret is not followed, even when it asks for it.
        for (const method of ['GET', 'POST']) assert.equal(errorIn(await run(page, ...http(url, { redirects: 'follow', method, headers }))).kind, 'redirected_away');
    }
    assert.deepEqual(world.elsewhere.requests, []);
    assert.ok(!world.peer.requests.some((request) => request.name === 'led'));
});

test('a request without a secret follows when it asks to', options, async (t) => {
    const { page } = await openTest(t);
    const target = `${world.elsewhere.origin}/echo?name=followed`;
    const events = await run(page, ...http(at(`/redirect?to=${encodeURIComponent(target)}`), { redirects: 'follow' }));
    assert.deepEqual(events[0].slice(0, 3), ['head', '200', target]);
    assert.equal(world.elsewhere.requests.at(-1).headers.referer, undefined);
    const posted = await run(page, ...http(at(`/redirect?to=${encodeURIComponent(at('/echo?name=posted'))}`), { redirects: 'follow', method: 'POST', body: 'b' }));
    assert.deepEqual(posted[0].slice(0, 3), ['head', '200', at('/echo?name=posted')]);
});

test('what must not go out is refused before it is sent', options, async (t) => {
    const { page } = await openTest(t);
    for (const url of ['http://example.com/', 'javascript:alert(1)', 'data:text/plain,a', 'file:///etc/passwd', 'ftp://localhost/', '//localhost/', 'http://user:word@localhost/'])
        assert.equal(errorIn(await run(page, ...http(url))).kind, 'invalid_address', url);
    const asked = world.peer.requests.length;
    for (const headers of [{ 'X-A': 'a\r\nX-B: b' }, { 'X A': 'a' }, { 'X-Word': '말' }, { 'X-Parley-Fetch': 'follow' }, { '': 'a' }]) {
        const error = errorIn(await run(page, ...http(at('/echo'), { headers })));
        assert.equal(error.kind, 'invalid_arguments', JSON.stringify(headers));
        assert.ok(!error.message.includes(Object.values(headers)[0]) || Object.values(headers)[0] === 'a');
    }
    assert.equal(errorIn(await run(page, ...http(at('/echo'), { method: 'G T' }))).kind, 'internal');
    assert.equal(errorIn(await run(page, ...http(at('/echo'), { method: 'M'.repeat(40) }))).kind, 'internal');
    assert.equal(world.peer.requests.length, asked);
});

test('nothing is sent when the fetch policy did not load', options, async (t) => {
    const context = await openContext(t);
    const page = await openPage(context, `${world.site.origin}/no_policy.html`);
    const asked = world.peer.requests.length;
    const error = errorIn(await run(page, ...http(at('/echo'))));
    assert.equal(error.kind, 'internal');
    assert.match(error.detail, /fetch_policy/);
    assert.deepEqual(await run(page, 'probe', at('/echo')), [['unreachable']]);
    assert.equal(world.peer.requests.length, asked);
});

test('whatever else of the page asks another origin falls under the policy, and it cannot be taken away', options, async (t) => {
    const { context, page } = await openTest(t);
    await context.addCookies([{ name: 'session', value: 'mine', url: world.peer.origin }]);
    const target = encodeURIComponent(`${world.elsewhere.origin}/echo?name=stray`);
    const result = await page.evaluate(
        async ([echo, redirect]) => {
            try {
                window.fetch = () => 'mine';
            } catch {
                // Strict code would throw; what counts is below.
            }
            const headers = await (await fetch(echo, { credentials: 'include' })).json();
            const led = await fetch(new Request(redirect, { redirect: 'follow', credentials: 'include' }));
            return [headers.headers.cookie ?? 'no cookie', led.type];
        },
        [at('/echo'), at(`/redirect?to=${target}`)],
    );
    assert.deepEqual(result, ['no cookie', 'opaqueredirect']);
    assert.ok(!world.elsewhere.requests.some((request) => request.name === 'stray'));
});
