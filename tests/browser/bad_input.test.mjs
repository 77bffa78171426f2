// A server that misbehaves gets a clear sentence; the page lives, and nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, finished, openAddServer, openApp, run, startPeer, toolRun } from './support/page.mjs';

const alertOf = (page) => page.getByRole('alert').filter({ hasText: /\S/ }).first();

async function lives(page) {
    await openAddServer(page);
    await page.getByRole('textbox', { name: 'Server address', exact: true }).waitFor();
}

// What is asked of the address field, and what the page must say about it.
for (const [path, says] of [
    ['html', /not as an MCP server|not an MCP server/i],
    ['html404', /404|not.*MCP server/i],
    ['no-cors', /CORS|not allowed/i],
    ['connect-not-json', /MCP server|could not be read/i],
    ['connect-empty', /MCP server|could not be read|empty/i],
    ['connect-500', /500|error/i],
    ['connect-401', /sign-in|sign in/i],
    ['connect-wrong-types', /form|MCP/i],
    ['connect-old', /revision/i],
    ['redirect-away', /redirect|another|reached/i],
]) {
    test(`connecting to a server with the trouble ${path} says what is wrong and keeps the address`, async (t) => {
        const peer = await startPeer('hostile', { t });
        const address = peer.url + path;
        const { page, allow } = await openApp(t, { allow: [peer.url] });
        allow('http://127.0.0.1:9');
        await openAddServer(page);
        await connect(page, address);
        await alertOf(page).waitFor();
        assert.match(await alertOf(page).innerText(), says);
        assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), address);
        await lives(page);
    });
}

for (const [typed, says] of [
    ['javascript:alert(1)', /address|https/i],
    ['http://example.com/mcp', /https/i],
    ['not a url at all', /host|address/i],
    ['file:///etc/passwd', /address|https/i],
]) {
    test(`the address ${typed} is refused before anything is asked`, async (t) => {
        const { page } = await openApp(t);
        await openAddServer(page);
        await connect(page, typed);
        await alertOf(page).waitFor();
        assert.match(await alertOf(page).innerText(), says);
        assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), typed);
    });
}

async function callAt(t, path) {
    const peer = await startPeer('hostile', { t });
    const { page } = await openApp(t, { allow: [peer.url] });
    await openAddServer(page);
    await connect(page, peer.url + path);
    await connected(page);
    await run(page, 'run', {});
    return page;
}

for (const path of [
    'not-json', 'empty', 'bad-utf8', 'sse-not-json', 'wrong-id', 'error-wrong-types', 'html-result', 'status-500', 'deep', 'cut', 'ended-early', 'endless-json', 'endless-line',
]) {
    test(`a call answered with ${path} fails with a sentence, and the page lives`, async (t) => {
        const page = await callAt(t, path);
        const card = toolRun(page, 'run', 'failed');
        await card.waitFor({ timeout: 60_000 });
        assert.ok((await card.innerText()).length > 20);
        await lives(page);
    });
}

for (const path of ['silent', 'endless']) {
    test(`a call that is never answered (${path}) can be cancelled`, async (t) => {
        const page = await callAt(t, path);
        const card = toolRun(page, 'run', 'running');
        await card.getByRole('button', { name: 'Cancel', exact: true }).click();
        await toolRun(page, 'run', 'cancelled').waitFor();
        await lives(page);
    });
}

for (const [path, says] of [
    ['big', /0123456789abcde/],
    ['huge-line', /xxxx/],
    ['bad-image', /./],
    ['duplicate-keys', /the second/],
    ['session-lost', /in a new session/],
    ['server-requests', /after my questions/],
    ['evil-markdown', /⟨U\+202E⟩/],
]) {
    test(`a call answered with ${path} is shown`, async (t) => {
        const page = await callAt(t, path);
        const card = await finished(page, 'run');
        await card.filter({ hasText: says }).waitFor(); // the words may come a frame after the state
        await lives(page);
    });
}

test('content of no known kind is shown as the JSON that it is', async (t) => {
    const page = await callAt(t, 'wrong-content');
    const card = await finished(page, 'run');
    await card.getByRole('tree', { name: 'JSON' }).first().waitFor();
    await lives(page);
});

test('a list of tools that does not end is given up with a sentence', async (t) => {
    const peer = await startPeer('hostile', { t });
    const { page } = await openApp(t, { allow: [peer.url] });
    await openAddServer(page);
    await connect(page, `${peer.url}list-endless`);
    await alertOf(page).waitFor({ timeout: 90_000 }); // a thousand pages are read before it is given up
    assert.match(await alertOf(page).innerText(), /does not end/);
    await lives(page);
});

for (const path of ['names', 'many', 'long-description', 'schemas', 'list-wrong-types']) {
    test(`a list of tools with the trouble ${path} is listed, and the page lives`, async (t) => {
        const peer = await startPeer('hostile', { t });
        const { page } = await openApp(t, { allow: [peer.url] });
        await openAddServer(page);
        await connect(page, peer.url + path);
        await connected(page);
        await lives(page);
    });
}

test('tools that cannot be offered are named below the others, with the reason', async (t) => {
    const peer = await startPeer('hostile', { t });
    const { page } = await openApp(t, { allow: [peer.url] });
    await openAddServer(page);
    await connect(page, `${peer.url}list-wrong-types`);
    await connected(page);
    const panel = page.getByRole('tabpanel', { name: 'Tools', exact: true });
    await panel.getByRole('button', { name: 'run', exact: true }).waitFor();
    await panel.getByText(/^Left out, .*: 8\n.*b: its inputSchema is not an object/s).waitFor();
});
