// A server that misbehaves gets a clear sentence with a way out; the page lives, and nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, finished, openAddServer, openApp, openTool, run, startPeer, toolNames, toolRun } from './support/page.mjs';

const exact = { exact: true };
const alertOf = (page) => page.getByRole('alert').filter({ hasText: /\S/ }).first();
const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const addressOf = (page) => page.getByRole('textbox', { name: 'Server address', exact: true });
const THOUGHT = 'half a thought';

/** The page with half a thought in the composer, on the screen that adds a server. */
async function openWithThought(t, allow = []) {
    const opened = await openApp(t, { allow });
    await composerOf(opened.page).fill(THOUGHT);
    await openAddServer(opened.page);
    return opened;
}

async function lives(page) {
    await openAddServer(page);
    await addressOf(page).waitFor();
    await addressOf(page).press('Escape');
    await composerOf(page).waitFor();
    assert.equal(await composerOf(page).inputValue(), THOUGHT);
}

// What is asked of the address field, and what the page must say about it.
for (const [path, says] of [
    ['html', /A web page answers at this address, not an MCP server\./],
    ['html404', /There is no MCP server at this address \(HTTP 404\)\./],
    ['no-cors', /is there, but the browser was not allowed to read its answer \(CORS\)\./],
    ['connect-not-json', /What answers at this address is not an MCP server\./],
    ['connect-empty', /What answers at this address is not an MCP server\./],
    ['connect-silent', /The server did not answer in time\./],
    ['connect-500', /The server failed to answer \(HTTP 500\)\./],
    ['connect-401', /The server asks you to sign in, but it does not say where\./],
    ['connect-wrong-types', /not an MCP server\.\s+initialize: protocolVersion is not a string/],
    ['connect-old', /a revision of MCP that this page does not\.\s+the server chose 1999-01-01/],
    ['redirect-away', /sends this request on to another address, and it is not followed there\./],
    ['list-not-array', /The server's list of tools does not read\.\s+tools is not an array/],
]) {
    test(`connecting to a server with the trouble ${path} says what is wrong, keeps the address and can be tried again`, async (t) => {
        const peer = await startPeer('hostile', { t });
        const address = peer.url + path;
        const { page, allow } = await openWithThought(t, [peer.url]);
        allow('http://127.0.0.1:9');
        await connect(page, address);
        await alertOf(page).waitFor({ timeout: 60_000 }); // who is silent is waited for, half a minute
        assert.match(await alertOf(page).innerText(), says);
        assert.equal(await addressOf(page).inputValue(), address);
        const again = page.waitForRequest((request) => request.url() === address && request.method() === 'POST');
        await alertOf(page).getByRole('button', { name: 'Try again', exact: true }).click();
        await again;
        await lives(page);
    });
}

for (const [typed, says] of [
    ['javascript:alert(1)', /An address of the kind “javascript:” is never opened\./],
    ['http://example.com/mcp', /https:/],
    ['not a url at all', /host|address/],
    ['file:///etc/passwd', /An address of the kind “file:” is never opened\./],
]) {
    test(`the address ${typed} is refused before anything is asked, and can be mended`, async (t) => {
        const { page } = await openWithThought(t);
        await connect(page, typed);
        await alertOf(page).waitFor();
        assert.match(await alertOf(page).innerText(), says);
        assert.equal(await addressOf(page).inputValue(), typed);
        assert.equal(await addressOf(page).isEditable(), true);
        assert.equal(await page.getByRole('button', { name: 'Connect', exact: true }).isEnabled(), true);
        await lives(page);
    });
}

async function callAt(t, path) {
    const peer = await startPeer('hostile', { t });
    const { page } = await openApp(t, { allow: [peer.url] });
    await openAddServer(page);
    await connect(page, peer.url + path);
    await connected(page);
    await run(page, 'run', {});
    await composerOf(page).fill(THOUGHT);
    return page;
}

const unreadable = /The server's answer does not read as MCP\./;
const tooMuch = /The server's answer is too large or too deeply nested\./;
for (const [path, says] of [
    ['not-json', unreadable],
    ['empty', unreadable],
    ['bad-utf8', unreadable],
    ['sse-not-json', unreadable],
    ['error-wrong-types', unreadable],
    ['result-and-error', unreadable],
    ['wrong-types', /The tool's result does not read\./],
    ['wrong-id', /The server answered another question than ours\./],
    ['html-result', /The server answered with something that is not MCP\./],
    ['status-500', /The server failed to answer \(HTTP 500\)\./],
    ['deep', tooMuch],
    ['endless-json', tooMuch],
    ['endless-line', tooMuch],
    ['cut', /The connection broke before the answer was complete\./],
    ['ended-early', /The connection ended before the answer\./],
]) {
    test(`a call answered with ${path} fails with a sentence and can be run again, and the page lives`, async (t) => {
        const page = await callAt(t, path);
        const card = toolRun(page, 'run', 'failed');
        await card.waitFor({ timeout: 60_000 });
        await card.getByText(says).waitFor();
        assert.doesNotMatch(await card.innerText(), /stack trace|<h1>|oops/);
        await card.getByRole('button', { name: 'Run again', exact: true }).waitFor();
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
    ['duplicate-keys', /the second/],
    ['session-lost', /in a new session/],
    ['server-requests', /after my questions/],
    ['evil-markdown', /⟨U\+202E⟩/],
    ['slow-headers', /^late$/m],
]) {
    test(`a call answered with ${path} is shown`, async (t) => {
        const page = await callAt(t, path);
        const card = await finished(page, 'run');
        await card.filter({ hasText: says }).waitFor(); // the words may come a frame after the state
        await lives(page);
    });
}

test('a picture that is none can be looked at as JSON or saved, and no script in it runs', async (t) => {
    const page = await callAt(t, 'bad-image');
    const card = await finished(page, 'run');
    await card.getByRole('treeitem', { name: /!!! not base64 !!!/ }).waitFor();
    await card.getByText(/image · image\/png · 1 KB/).waitFor();
    await card.getByText(/image · image\/svg\+xml · 1 KB/).waitFor();
    assert.equal(await card.getByRole('button', { name: 'Save file', exact: true }).count(), 2);
    assert.equal(await card.getByRole('img').count(), 0);
    await lives(page);
});

test('a result that is not what the tool’s own schema promises is shown with where and what, also after a reload', async (t) => {
    const page = await callAt(t, 'misfit');
    for (const again of [false, true]) {
        if (again) await page.reload();
        const card = toolRun(page, 'run', 'done');
        await card.getByText(/does not fit the output schema.*\/sky: Needs a value\..*\/temperature: Has to be a number\./s).waitFor();
        await card.getByRole('treeitem', { name: 'temperature: "warm"' }).waitFor();
    }
    await lives(page);
});

test('content of no known kind is shown as the JSON that it is', async (t) => {
    const page = await callAt(t, 'wrong-content');
    const card = await finished(page, 'run');
    await card.getByRole('tree', { name: 'JSON' }).first().waitFor();
    await lives(page);
});

test('a list of tools that does not end is given up with a sentence', async (t) => {
    const peer = await startPeer('hostile', { t });
    const { page } = await openWithThought(t, [peer.url]);
    await connect(page, `${peer.url}list-endless`);
    await alertOf(page).waitFor({ timeout: 90_000 }); // a thousand pages are read before it is given up
    assert.match(await alertOf(page).innerText(), /does not end/);
    await alertOf(page).getByRole('button', { name: 'Try again', exact: true }).waitFor();
    await lives(page);
});

/** A server whose list of tools has the trouble, connected; and its panel. */
async function listed(t, path) {
    const peer = await startPeer('hostile', { t });
    const { page } = await openWithThought(t, [peer.url]);
    await connect(page, peer.url + path);
    await connected(page);
    return { page, panel: page.getByRole('tabpanel', { name: 'Tools', exact: true }) };
}

test('names that would deceive show what is in them, and who has none or another’s is left out', async (t) => {
    const { page, panel } = await listed(t, 'names');
    const names = await panel.getByRole('listitem').getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.ariaLabel));
    assert.deepEqual(names, [
        'run', '⟨U+202E⟩gnp.exe', 'run⟨U+200B⟩', '⟨U+001B⟩[31mred⟨U+001B⟩[0m', '<img src=x onerror=alert(1)>', '__proto__', 'constructor',
        'a'.repeat(5000), 'two\nlines', '도구', 'icons',
    ]);
    await panel.getByText(/^Left out, .*: 2\nit has no name\nrun: another tool has the same name$/).waitFor();
    await run(page, 'run', {});
    await (await finished(page, 'run')).getByText('No trouble this time.', exact).waitFor();
    await composerOf(page).fill(THOUGHT);
    await lives(page);
});

test('of ten thousand tools the last one is found by its name, and runs', async (t) => {
    const { page, panel } = await listed(t, 'many');
    await panel.getByRole('button', { name: 'tool-0', exact: true }).waitFor();
    await panel.getByRole('textbox', { name: 'Filter 10000 tools', exact: true }).fill('tool-9999');
    await panel.getByRole('button', { name: 'tool-0', exact: true }).waitFor({ state: 'detached' });
    assert.deepEqual(await toolNames(page).then((names) => names.length), 1);
    await openTool(page, 'tool-9999');
    await panel.getByText('Number 9999 of 10000.', exact).waitFor();
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await finished(page, 'tool-9999');
    await lives(page);
});

test('a description of a million letters is folded, and the tool below it can be run', async (t) => {
    const { page, panel } = await listed(t, 'long-description');
    await openTool(page, 'run');
    await panel.getByText(/^word word word/).waitFor();
    await panel.getByRole('button', { name: 'Show more', exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await finished(page, 'run');
    await lives(page);
});

test('a schema that is odd gets a form, or JSON where no form is possible, and what cannot fit is said', async (t) => {
    const { page, panel } = await listed(t, 'schemas');
    const field = (name) => panel.getByRole('textbox', { name, exact: true });
    const runIt = async (tool, fields) => {
        await openTool(page, tool);
        for (const [name, value] of Object.entries(fields)) await field(name).fill(value);
        await panel.getByRole('button', { name: 'Run', exact: true }).click();
    };
    const close = (tool) => panel.getByRole('button', { name: tool, exact: true }).click();
    for (const [tool, fields] of [
        ['recursive', { child: '{"child":{"child":{}}}' }],
        ['loop', { x: '1' }],
        ['elsewhere', { x: '"anything"' }],
        // With what a pattern like this one is slowest with.
        ['pattern', { x: `${'a'.repeat(60)}!` }],
        ['bad-pattern', { x: 'anything' }],
        ['choices', { x: 'choice 4999' }],
        ['nested', { inner: '{}' }],
    ]) {
        await runIt(tool, fields);
        const ended = toolRun(page, tool, '(done|failed)').or(panel.locator('[aria-invalid="true"]'));
        await ended.first().waitFor();
        await close(tool);
    }
    await openTool(page, 'dialect');
    await panel.getByText('Not checked: its schema is in a dialect that this page does not know: https://example.com/dialect', exact).waitFor();
    await field('Arguments as JSON').fill('{"x":"anything"}');
    await panel.getByRole('button', { name: 'Run', exact: true }).click();
    await finished(page, 'dialect');
    await close('dialect');
    await runIt('limits', {});
    await panel.locator('[aria-invalid="true"]').first().waitFor();
    await close('limits');
    assert.equal(await toolRun(page, 'limits').count(), 0);
    await composerOf(page).fill(THOUGHT);
    await lives(page);
});

test('tools that cannot be offered are named below the others, with the reason', async (t) => {
    const { page, panel } = await listed(t, 'list-wrong-types');
    await panel.getByRole('button', { name: 'run', exact: true }).waitFor();
    await panel.getByText(/^Left out, .*: 8\n.*b: its inputSchema is not an object/s).waitFor();
    await lives(page);
});
