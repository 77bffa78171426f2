// A page that leaves for the provider, because the browser opens no window or has none, is in the same state when it is back: the
// chat, what was being written, and the tool that waits for the sign-in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { until } from './support/browser.mjs';
import { button, connect, finished, openAddServer, openApp, run, toolRun, toolRuns } from './support/page.mjs';

const options = { timeout: 60_000 };
// Who calls a tool signs in; nobody else has to.
const door = { open: ['initialize', 'notifications/initialized', 'server/discover', 'tools/list', 'ping'] };
const composer = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const prompt = (page, name) => page.getByRole('alert').getByRole('button', { name, exact: true });

async function start(t, { context, asks = false } = {}) {
    const pair = await startPair('open', { door, asks });
    atEnd(t, pair.stop);
    const opened = await openApp(t, { allow: ['http://localhost'], context });
    await openAddServer(opened.page);
    await connect(opened.page, pair.resource);
    const seen = async (path) => (await (await fetch(new URL('/_seen', pair.home))).json()).filter((one) => one.path === path);
    return { ...opened, pair, seen };
}

async function blocked(t, how) {
    const started = await start(t, how);
    const { page } = started;
    await button(page, 'Disconnect').waitFor();
    await page.evaluate(() => { window.open = () => null; });
    await run(page, 'echo', { text: 'for whom it may concern' });
    await prompt(page, 'Sign in').click();
    await composer(page).fill('half a thought');
    return { ...started, leave: () => prompt(page, 'Sign in in this page').click({ noWaitAfter: true }) };
}

test('no window opens: the run that waits for the sign-in goes on in its chat when the page is back', options, async (t) => {
    const { page, seen, leave } = await blocked(t);
    await toolRun(page, 'echo', 'waiting').waitFor();
    const title = await page.title();
    assert.match(title, /echo/);
    await leave();
    assert.match(await (await finished(page, 'echo')).innerText(), /for whom it may concern/);
    assert.equal(await page.title(), title);
    assert.equal(await composer(page).inputValue(), 'half a thought');
    assert.equal(await toolRuns(page, 'echo').count(), 1);
    assert.equal((await seen('/token')).length, 1);
});

test('a phone has no second window: the press on Send leaves, and ends with the result', options, async (t) => {
    const { page, context, seen } = await start(t, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
    await page.getByText('1 tool on').waitFor();
    await composer(page).fill('/echo {"text":"from a phone"}');
    await button(page, 'Send message').tap();
    assert.match(await (await finished(page, 'echo')).innerText(), /from a phone/);
    assert.equal(context.pages().length, 1);
    assert.equal(await toolRuns(page, 'echo').count(), 1);
    assert.equal((await seen('/authorize')).length, 1);
});

test('who turns back at the provider has the run as one that was interrupted, and can run it again', options, async (t) => {
    const { page, leave, seen } = await blocked(t, { asks: true });
    await leave();
    await page.getByRole('link', { name: 'Go on' }).waitFor();
    await page.goBack();
    await toolRun(page, 'echo', 'cancelled').waitFor();
    assert.equal(await composer(page).inputValue(), 'half a thought');
    await toolRun(page, 'echo').getByRole('button', { name: 'Run again', exact: true }).click();
    const opened = page.waitForEvent('popup');
    await (await opened).getByRole('link', { name: 'Go on' }).click({ noWaitAfter: true });
    assert.match(await (await finished(page, 'echo')).innerText(), /for whom it may concern/);

    // And should they turn once more, what is shown as interrupted stays so.
    await page.goForward();
    await page.getByRole('link', { name: 'Go on' }).click({ noWaitAfter: true });
    await until(async () => (await seen('/token')).length === 2);
    await button(page, 'Disconnect').waitFor();
    await finished(page, 'echo');
    assert.equal(await toolRuns(page, 'echo').count(), 2);
    await toolRun(page, 'echo', 'cancelled').waitFor();
});
