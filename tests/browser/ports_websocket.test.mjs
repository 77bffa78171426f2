// The WebSocket port in a real browser: src/platform/web/websocket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancel, errorIn, heapInUse, openContext, openPage, reported, run, start, world } from './support/ports_page.mjs';

const options = { timeout: 60_000 };
const at = (path) => `ws://localhost:${world.peer.port}${path}`;

test('text goes out and comes back whole, under the subprotocol the server chose', options, async (t) => {
    const page = await openPage(await openContext(t));
    const events = await run(page, 'websocket', at('/ws?name=echo'), 'mcp-v1,mcp', 3, 'hello', '안녕 🙂', '');
    assert.deepEqual(events, [['open', 'mcp'], ['message', 'hello'], ['message', '안녕 🙂'], ['message', '']]);
    // Letting the socket go is a clean close.
    assert.equal(await world.peer.socketClosed('echo'), 1000);
    assert.deepEqual((await run(page, 'websocket', at('/ws'), '', 0))[0], ['open', '']);
});

test('a megabyte is one message, and the memory comes back', options, async (t) => {
    const page = await openPage(await openContext(t));
    const large = 'x'.repeat(1_000_000);
    const round = async () =>
        assert.deepEqual((await run(page, 'websocket', at('/ws'), '', 1, large))[1], ['message', '1000000 bytes']);
    await round();
    const before = await heapInUse(page);
    for (let i = 0; i < 5; ++i) await round();
    const grown = (await heapInUse(page)) - before;
    assert.ok(grown < 60_000, `${grown} bytes were kept`);
});

test('a clean close ends the messages; what is sent after it is an error', options, async (t) => {
    const page = await openPage(await openContext(t));
    for (const code of [1000, 1001]) {
        const events = await run(page, 'websocket', at('/ws'), '', -1, 'last', `close ${code}`);
        assert.deepEqual(events.slice(1, 3), [['message', 'last'], ['closed']]);
        assert.equal(errorIn(events).kind, 'stream_cut');
    }
});

test('a close with a reason tells it, and a cut is a cut', options, async (t) => {
    const page = await openPage(await openContext(t));
    const reasoned = errorIn(await run(page, 'websocket', at('/ws'), '', -1, 'close 4401'));
    assert.equal(reasoned.kind, 'stream_cut');
    assert.equal(reasoned.code, 4401);
    assert.match(reasoned.detail, /because/);
    const cut = await run(page, 'websocket', at('/ws'), '', -1, 'before', 'cut');
    assert.deepEqual(cut[1], ['message', 'before']);
    assert.equal(errorIn(cut).kind, 'stream_cut');
    assert.equal(errorIn(cut).code, 1006);
});

test('a binary message is malformed, and ends the connection', options, async (t) => {
    const page = await openPage(await openContext(t));
    const error = errorIn(await run(page, 'websocket', at('/ws?name=binary'), '', -1, 'binary'));
    assert.equal(error.kind, 'malformed');
    assert.equal(await world.peer.socketClosed('binary'), 1000);
});

test('what cannot be connected is an error, and the page lives', options, async (t) => {
    const page = await openPage(await openContext(t));
    const problem = async (url, protocols = '') => errorIn(await run(page, 'websocket', url, protocols, 1)).kind;
    assert.equal(await problem('ws://localhost:9/'), 'unreachable');
    assert.equal(await problem(at('/ws_refused')), 'unreachable');
    assert.equal(await problem('ws://localhost:6000/'), 'unreachable'); // a port that browsers block
    assert.equal(await problem(at('/ws'), 'a,a'), 'unreachable'); // `new WebSocket` throws: named twice
    assert.equal(await problem(at('/ws'), 'a b'), 'invalid_arguments');
    assert.equal(await problem('ws://example.com/'), 'invalid_address');
    assert.equal(await problem('javascript:alert(1)'), 'invalid_address');
    assert.deepEqual(await run(page, 'websocket', at('/ws'), '', 1, 'alive'), [['open', ''], ['message', 'alive']]);
});

test('a connection let go while it opens is closed', options, async (t) => {
    const page = await openPage(await openContext(t));
    const id = await start(page, 'websocket', at('/ws_hang?name=opening'), '', 1);
    await world.peer.socketAsked('opening');
    await cancel(page, id);
    assert.equal(await world.peer.socketClosed('opening'), 1006);
});

test('a connection let go while it waits is closed', options, async (t) => {
    const page = await openPage(await openContext(t));
    const id = await start(page, 'websocket', at('/ws?name=waiting'), '', -1);
    await reported(page, id, 'open');
    await cancel(page, id);
    assert.equal(await world.peer.socketClosed('waiting'), 1000);
});
