// The network goes, the disk is full, a second tab is open, the page is closed at the worst moment: a sentence with a way
// out, and nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, finished, openAddServer, openApp, openConnected, ready, run, startPeer, toolRun } from './support/page.mjs';

const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const log = (page) => page.getByRole('log', { name: 'Chat', exact: true });
const alerts = (page) => page.getByRole('alert').filter({ hasText: /\S/ });

test('without a network a run fails with a sentence, and runs again when the network is back', async (t) => {
    const { page, context } = await openConnected(t, 'small_server');
    await composerOf(page).fill('half a thought');
    await context.setOffline(true);
    await page.getByRole('status').getByText(/^This browser is offline\. Servers/).waitFor();
    await run(page, 'add', { a: 1, b: 2 });
    const card = toolRun(page, 'add', 'failed');
    await card.waitFor();
    assert.match(await card.innerText(), /offline|could not be reached/);
    await composerOf(page).fill('half a thought');
    await context.setOffline(false);
    await page.getByRole('status').getByText(/^This browser is offline\. Servers/).waitFor({ state: 'detached' });
    await connected(page);
    await card.getByRole('button', { name: 'Run again', exact: true }).click();
    assert.match(await (await finishedNow(page)).innerText(), /1 \+ 2 = 3/);
    assert.equal(await composerOf(page).inputValue(), 'half a thought');
});

// What the page asks of its own host is over.
const configRead = (page) =>
    page.waitForFunction(() => performance.getEntriesByName(new URL('config.json', location.href).href).length > 0);

test('a server that is added without a network waits for it, with its address kept', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page, context } = await openApp(t, { allow: [peer.url] });
    await composerOf(page).fill('half a thought');
    await configRead(page);
    await context.setOffline(true);
    await page.getByRole('status').getByText(/^This browser is offline\. Servers/).waitFor();
    await openAddServer(page);
    await connect(page, peer.url);
    await alerts(page).first().waitFor();
    assert.match(await alerts(page).first().innerText(), /offline/);
    assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), peer.url);
    await alerts(page).first().getByRole('button', { name: 'Try again', exact: true }).waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Disconnect', exact: true }).waitFor();
    assert.equal(await alerts(page).count(), 0);
    assert.equal(await composerOf(page).inputValue(), 'half a thought');
});

async function finishedNow(page) {
    const card = toolRun(page, 'add', 'done');
    await card.waitFor();
    return card;
}

// From now on, or no longer, the browser says that there is no room.
function fillDisk(full) {
    const { prototype } = IDBObjectStore;
    prototype.realPut ??= prototype.put;
    prototype.put = full
        ? () => {
              throw new DOMException('The disk is full.', 'QuotaExceededError');
          }
        : prototype.realPut;
}

test('on a full disk the page says so once, keeps working, and saves all of it when there is room again', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await page.evaluate(fillDisk, true);
    await composerOf(page).fill('written on a full disk');
    await composerOf(page).press('Enter');
    await log(page).getByText('written on a full disk', { exact: true }).waitFor();
    await alerts(page).filter({ hasText: /no room left/ }).waitFor();
    await run(page, 'add', { a: 20, b: 3 });
    await finished(page, 'add');
    assert.equal(await alerts(page).count(), 1);

    await page.evaluate(fillDisk, false);
    await alerts(page).getByRole('button', { name: 'Try again', exact: true }).click();
    await alerts(page).waitFor({ state: 'detached' });
    await composerOf(page).fill('a draft');
    await page.reload();
    await ready(page);
    await log(page).getByText('written on a full disk', { exact: true }).waitFor();
    assert.match(await (await finished(page, 'add')).innerText(), /20 \+ 3 = 23/);
    assert.equal(await composerOf(page).inputValue(), 'a draft');
});

test('two tabs show the same servers and chats, and each keeps what is typed in it', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page, context, address } = await openApp(t, { allow: [peer.url] });
    const second = await context.newPage();
    await second.goto(address);
    await ready(second);

    await openAddServer(page);
    await connect(page, peer.url);
    await connected(page);
    await second.getByRole('navigation').getByRole('button', { name: /^Small server, / }).waitFor();

    await composerOf(page).fill('said in the first tab');
    await composerOf(page).press('Enter');
    await log(page).getByText('said in the first tab', { exact: true }).waitFor();
    const row = second.getByRole('navigation').getByRole('button', { name: 'said in the first tab', exact: true });
    await row.click();
    await log(second).getByText('said in the first tab', { exact: true }).waitFor();

    // Both are in the same chat now.
    await composerOf(page).fill('typed in the first');
    await composerOf(second).fill('said in the second tab');
    await composerOf(second).press('Enter');
    await log(page).getByText('said in the second tab', { exact: true }).waitFor();
    assert.equal(await composerOf(page).inputValue(), 'typed in the first');
    await composerOf(second).fill('typed in the second');
    await run(page, 'add', { a: 4, b: 5 });
    await finished(page, 'add');
    assert.match(await (await finished(second, 'add')).innerText(), /4 \+ 5 = 9/);
    assert.equal(await composerOf(second).inputValue(), 'typed in the second');
});

test('what came a moment before the page was closed is there afterwards', async (t) => {
    const { page, context, address } = await openConnected(t, 'small_server');
    await run(page, 'add', { a: 30, b: 12 });
    await finished(page, 'add');
    await composerOf(page).fill('and half a thought');
    // What is typed is saved once the typing rests. A tab that is closed in that very moment may die before the browser has encrypted it.
    await page.waitForTimeout(2_500);
    const closed = page.waitForEvent('close'); // close() itself does not wait for what beforeunload takes
    await page.close({ runBeforeUnload: true });
    await closed;
    const again = await context.newPage();
    await again.goto(address);
    await ready(again);
    assert.match(await (await finished(again, 'add')).innerText(), /30 \+ 12 = 42/);
    assert.equal(await composerOf(again).inputValue(), 'and half a thought');
});
