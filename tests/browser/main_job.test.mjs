// The main job, as a person does it: connect to a real server, run its tools, read what they say, come back tomorrow.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, connect, connected, finished, openAddServer, openApp, openConnected, openTool, ready, run, runWithForm, runWithJson, startPeer, toolRun } from './support/page.mjs';

const exact = { exact: true };

for (const [name, args, revision] of [
    ['small_server', ['--era', 'modern'], '2026-07-28'],
    ['small_server', ['--era', 'legacy'], '2025-11-25'],
    ['everything', [], '2025-11-25'],
]) {
    test(`${name} ${args.join(' ')} is connected by its address alone and says ${revision}`, async (t) => {
        const { page } = await openConnected(t, name, { args });
        await page.getByText(revision, exact).first().waitFor();
    });
}

for (const path of ['/mcp/', '/moved']) test(`a server that sends on from ${path} within its origin is followed`, async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page } = await openApp(t, { allow: [peer.origin] });
    await openAddServer(page);
    await connect(page, peer.origin + path);
    await connected(page);
    await run(page, 'add', { a: 19, b: 23 });
    assert.match(await (await finished(page, 'add')).innerText(), /19 \+ 23 = 42/);
});

test('a tool runs from its form, and its answer is a card in the chat', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await openTool(page, 'add');
    await runWithForm(page, { 'First number': '19', 'Second number': '23' });
    const card = await finished(page, 'add');
    assert.match(await card.innerText(), /19 \+ 23 = 42/);
});

test('a tool runs with arguments written as JSON, against a server with sessions', async (t) => {
    const { page } = await openConnected(t, 'everything');
    await openTool(page, 'echo');
    await runWithJson(page, { message: '안녕하세요 👋' });
    assert.match(await (await finished(page, 'echo')).innerText(), /안녕하세요 👋/);
});

test('numbers arrive as they were written, to the last bit', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await openTool(page, 'add');
    await page.getByRole('button', { name: 'Edit as JSON', exact: true }).click();
    for (const [a, b] of [[0.1, 0.2], [-1.5e-7, 2.2250738585072014e-308], [1.7976931348623157e308, 5e-324], [123456789012345680000, 0.30000000000000004]]) {
        await page.getByRole('textbox', { name: 'Arguments as JSON', exact: true }).fill(JSON.stringify({ a, b }));
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.getByText(`${a} + ${b} = ${a + b}`, exact).first().waitFor();
    }
});

test('a missing required argument is said at its field, and nothing runs', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await openTool(page, 'add');
    await runWithForm(page, { 'First number': '19' });
    await page.locator('[aria-invalid="true"]').first().waitFor();
    assert.equal(await toolRun(page, 'add').count(), 0);
});

test('a tool runs from the composer, with completion of its name', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.click();
    await page.keyboard.type('/ad');
    await page.getByRole('option', { name: 'add', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.value === '/add ');
    await page.keyboard.type('a=2 b=40');
    await page.keyboard.press('Enter');
    assert.match(await (await finished(page, 'add')).innerText(), /2 \+ 40 = 42/);
    assert.equal(await composer.inputValue(), '');
});

test('an array of like objects is a table, a picture is a picture, an error is an error', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await run(page, 'list-files', {});
    const files = await finished(page, 'list-files');
    await files.getByRole('columnheader', { name: 'modified' }).waitFor();
    await files.getByRole('cell', { name: '보고서.txt' }).waitFor();
    await run(page, 'picture', {});
    await (await finished(page, 'picture')).getByRole('img').waitFor();
    await run(page, 'fail', {});
    await toolRun(page, 'fail', 'failed').getByText('The disk is full.', exact).waitFor();
});

test('the words of the progress are shown while a tool runs, and the server learns that it was cancelled', async (t) => {
    const { page, peer } = await openConnected(t, 'small_server');
    await run(page, 'slow', { steps: 100, pause_ms: 200 });
    const card = toolRun(page, 'slow', 'running');
    await card.getByText(/^Step [1-9]\d* of 100$/).waitFor();
    assert.ok(Number(await card.getByRole('progressbar').getAttribute('aria-valuenow')) >= 1);
    assert.equal(peer.times(/^slow cancelled$/), 0);
    await card.getByRole('button', { name: 'Cancel', exact: true }).click();
    await toolRun(page, 'slow', 'cancelled').waitFor();
    await peer.said(/^slow cancelled$/);
});

test('a server with sessions is told what was cancelled, by its id', async (t) => {
    const { page } = await openConnected(t, 'everything');
    const sent = [];
    page.on('request', (request) => { if (request.method() === 'POST') sent.push(JSON.parse(request.postData())); });
    await run(page, 'trigger-long-running-operation', { duration: 60, steps: 60 });
    const card = toolRun(page, 'trigger-long-running-operation', 'running');
    await card.getByRole('progressbar').waitFor();
    await card.getByRole('button', { name: 'Cancel', exact: true }).click();
    await toolRun(page, 'trigger-long-running-operation', 'cancelled').waitFor();
    const cancelled = () => sent.find(({ method }) => method === 'notifications/cancelled');
    while (!cancelled()) await page.waitForEvent('request');
    assert.equal(cancelled().params.requestId, sent.find(({ method }) => method === 'tools/call').id);
});

test('servers and the chat are there after a reload, and the server is connected again', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await run(page, 'add', { a: 1, b: 2 });
    await finished(page, 'add');
    await page.reload();
    await ready(page);
    assert.match(await (await finished(page, 'add')).innerText(), /1 \+ 2 = 3/);
    await connected(page);
});

test('what is typed survives a reload', async (t) => {
    const { page } = await openApp(t);
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill('half a thought');
    await page.reload();
    await ready(page);
    await page.waitForFunction(
        () => [...document.querySelectorAll('textarea')].some((field) => field.value === 'half a thought'),
    );
});

test('deep links: one fills the address in and connects to nothing', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page } = await openApp(t, { hash: `connect=${encodeURIComponent(peer.url)}`, allow: [peer.origin] });
    const address = page.getByRole('textbox', { name: 'Server address', exact: true });
    await address.waitFor();
    assert.equal(await address.inputValue(), peer.url);
    assert.equal(new URL(page.url()).hash, '');
    await button(page, 'Advanced').click();
    await page.getByRole('textbox', { name: 'Client id', exact: true }).waitFor();
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.ok(asked.length > 0);
    assert.deepEqual(asked.filter((url) => url.startsWith(peer.origin)), []);
    await connect(page, peer.url);
    await connected(page); // the person does
});

test('the traffic shows each message, and a request can be sent by hand', async (t) => {
    const { page } = await openConnected(t, 'small_server', { args: ['--era', 'modern'] });
    await page.getByRole('tab', { name: 'Traffic', exact: true }).click();
    const panel = page.getByRole('tabpanel', { name: 'Traffic' });
    await panel.getByRole('button', { name: /tools\/list/ }).first().waitFor();
    await page.getByRole('button', { name: 'Send a request', exact: true }).click();
    await page.getByRole('textbox', { name: 'Method', exact: true }).fill('tools/list');
    const answer = page.waitForResponse((response) => response.request().headers()['mcp-method'] === 'tools/list');
    await panel.getByRole('button', { name: 'Send', exact: true }).click();
    assert.equal((await answer).status(), 200);
});

test('a slow finger scrolls the chat away from its end', async (t) => {
    const { page } = await openConnected(t, 'small_server', { context: { hasTouch: true } });
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    for (let i = 0; i < 3; i++) {
        await composer.fill('/markdown {}');
        await composer.press('Enter');
        await finished(page, 'markdown');
    }
    const log = page.getByRole('log', { name: 'Chat' });
    const top = () => log.evaluate((element) => element.scrollTop);
    await page.waitForFunction(() => document.querySelector('[role=log]').scrollTop > 300);
    const before = await top();
    const session = await page.context().newCDPSession(page);
    const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const box = await log.boundingBox();
    const x = box.x + box.width / 2;
    await touch('touchStart', { x, y: box.y + 100 });
    for (let way = 0; way < 200; way += 8) {
        await touch('touchMove', { x, y: box.y + 100 + way });
        await page.waitForTimeout(20);
    }
    await touch('touchEnd');
    await page.waitForTimeout(300);
    assert.ok((await top()) < before - 100, `${before} → ${await top()}`);
    await page.getByRole('button', { name: 'To the newest', exact: true }).waitFor();
});

test('what is filled into a form by role and name is what the server gets', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await openTool(page, 'search');
    const panel = page.getByRole('tabpanel', { name: 'Tools', exact: true });
    const field = (name, part = panel) => part.getByRole('textbox', { name, exact: true });
    await field('Query').fill('plans');
    await panel.getByRole('radio', { name: 'picture', exact: true }).click();
    await panel.getByRole('radio', { name: '한국어', exact: true }).click();
    await field('Limit').fill('25');
    await field('Least score').fill('0.75');
    const exactly = panel.getByRole('switch', { name: 'Exact words only', exact: true });
    for (let i = 0; i < 2; i++) await exactly.click(); // from no over "not set" to yes
    const tags = panel.getByRole('group', { name: 'Tags', exact: true });
    await field('Tags 1', tags).fill('old');
    await tags.getByRole('button', { name: 'Add item', exact: true }).click();
    await field('Tags 2', tags).fill('둘째');
    const order = panel.getByRole('group', { name: 'Order', exact: true });
    await order.getByRole('radio', { name: 'size', exact: true }).first().click();
    await order.getByRole('switch', { name: 'Descending', exact: true }).click();
    const called = page.waitForRequest((request) => request.postDataJSON()?.method === 'tools/call');
    await button(page, 'Run').click();
    assert.deepEqual((await called).postDataJSON().params.arguments, {
        query: 'plans',
        kind: 'picture',
        language: 'ko',
        limit: 25,
        score: 0.75,
        exact: true,
        tags: ['old', '둘째'],
        order: { by: 'size', descending: false },
    });
    await finished(page, 'search');
});
