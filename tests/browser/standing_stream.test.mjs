// Servers with sessions tell what is new on a stream that stays open: the official SDK's and the reference server's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, disconnect, finished, openAddServer, openApp, run, startPeer, toolRun } from './support/page.mjs';

const exact = { exact: true };

async function open(t, name, options = {}) {
    const peer = await startPeer(name, { t });
    const opened = await openApp(t, { allow: [peer.url], ...options });
    const standing = opened.page.waitForRequest((request) => request.url() === peer.url && request.method() === 'GET');
    await openAddServer(opened.page);
    await connect(opened.page, peer.url);
    await connected(opened.page);
    return { ...opened, peer, standing: await standing };
}

async function traffic(page) {
    await page.getByRole('tab', { name: 'Traffic', exact: true }).click();
    return page.getByRole('tabpanel', { name: 'Traffic', exact: true });
}

test('a tool that a server learns is there without a reload, and the stream that tells it ends with the connection', async (t) => {
    const { page, peer, standing } = await open(t, 'learning_server');
    const headers = await standing.allHeaders();
    assert.equal(headers.accept, 'text/event-stream');
    assert.match(headers['mcp-session-id'], /^[0-9a-f-]{36}$/);
    await peer.said(/^stream opened$/);
    const tools = page.getByRole('tabpanel', { name: 'Tools', exact: true });
    await tools.getByRole('button', { name: 'learn', exact: true }).waitFor();
    assert.equal(await tools.getByRole('button', { name: 'hello', exact: true }).count(), 0);
    await run(page, 'learn', { word: 'hello' });
    await tools.getByRole('button', { name: 'hello', exact: true }).waitFor();
    await run(page, 'hello', {});
    await (await finished(page, 'hello')).getByText('I know hello.', exact).waitFor();
    const told = (await traffic(page)).getByRole('button', { name: /^received notifications\/tools\/list_changed/ });
    assert.ok((await told.count()) >= 1);
    await disconnect(page);
    await peer.said(/^stream closed$/);
});

test('what the reference server tells by itself comes in on the standing stream', async (t) => {
    const { page } = await open(t, 'everything');
    const panel = await traffic(page);
    const told = panel.getByRole('button', { name: /^received notifications\/resources\/list_changed/ });
    assert.equal(await told.count(), 0);
    await run(page, 'gzip-file-as-resource', { name: 'hello.gz', data: 'data:text/plain,hello', outputType: 'resourceLink' });
    await finished(page, 'gzip-file-as-resource');
    await told.first().waitFor();
});

test('the reference server’s picture, its structured content and its slow work are shown', async (t) => {
    const { page } = await open(t, 'everything');
    await run(page, 'get-tiny-image', {});
    const image = await finished(page, 'get-tiny-image');
    await image.getByRole('img').waitFor();
    await image.getByText(/image\/png/).waitFor();

    await run(page, 'get-structured-content', { location: 'New York' });
    const weather = await finished(page, 'get-structured-content');
    await weather.getByRole('treeitem', { name: /^temperature: -?\d+/ }).waitFor();
    await weather.getByRole('treeitem', { name: /^conditions: "\w+"/ }).waitFor();

    await run(page, 'trigger-long-running-operation', { duration: 4, steps: 4 });
    await toolRun(page, 'trigger-long-running-operation', 'running').getByText(/^(25|50|75) %$/).waitFor();
    const slow = await finished(page, 'trigger-long-running-operation');
    await slow.getByText(/Long running operation completed\. Duration: 4 seconds, Steps: 4\./).waitFor();
});

test('a request copied as curl has no session id in it', async (t) => {
    const { page, standing } = await open(t, 'everything', { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    const session = (await standing.allHeaders())['mcp-session-id'];
    const panel = await traffic(page);
    await panel.getByRole('button', { name: /^sent tools\/list/ }).click();
    await panel.getByRole('button', { name: 'Copy as curl', exact: true }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^curl .*-X 'POST'/);
    assert.match(copied, /"\$MCP_SESSION_ID"/i);
    assert.match(copied, /--data-raw '.*"method":"tools\/list"/);
    assert.ok(!copied.includes(session.slice(0, 8)), copied);
    // Nor has the panel, which shows the same.
    assert.ok(!(await panel.innerText()).includes(session));
});
