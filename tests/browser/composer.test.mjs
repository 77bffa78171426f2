// Writing: Enter, Shift+Enter, composition, growth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, connect, connected, finished, openAddServer, openApp, openConnected, openTool, run, startPeer, toolRun } from './support/page.mjs';

const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const messages = (page) => page.getByRole('log', { name: 'Chat' }).getByRole('article', { name: 'You' });

/** How high the composer is with this text, once the frames that show it are drawn. */
async function heightWith(page, text) {
    await composerOf(page).fill(text);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn)))));
    return (await composerOf(page).boundingBox()).height;
}

test('Enter sends, Shift+Enter breaks the line', async (t) => {
    const { page } = await openApp(t);
    const composer = composerOf(page);
    await composer.click();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    assert.equal(await composer.inputValue(), 'one\ntwo');
    await page.keyboard.press('Enter');
    await messages(page).first().waitFor();
    assert.equal(await composer.inputValue(), '');
    assert.match(await messages(page).first().textContent(), /^one\ntwo$/m);
});

// A person's press is not over at once, and what it does to the focus happens before the click.
test('a completion is chosen by mouse and by finger, and the composer keeps the focus', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page } = await openApp(t, { allow: [peer.url], context: { hasTouch: true } });
    await openAddServer(page);
    await connect(page, peer.url);
    await connected(page);
    const composer = composerOf(page);
    const option = page.getByRole('option', { name: 'list-files', exact: true });
    const typed = (text) => page.waitForFunction((wanted) => document.activeElement?.value === wanted, text);
    await composer.click();
    await page.keyboard.type('/');
    await option.hover();
    await page.mouse.down();
    await page.waitForTimeout(300);
    await page.mouse.up();
    await typed('/list-files ');
    await composer.fill('');
    await page.keyboard.type('/');
    await option.tap();
    await typed('/list-files ');
});

test('Enter while composing Korean never sends', async (t) => {
    const { page, context } = await openApp(t);
    const composer = composerOf(page);
    await page.evaluate(() => {
        globalThis.enters = [];
        addEventListener('keydown', ({ key, keyCode, isComposing }) => enters.push([key, keyCode, isComposing]), true);
    });
    await composer.click();
    const session = await context.newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
    // An input method's Enter has the key code 229; some browsers say isComposing instead, and one has ended the composition by then.
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
    await composer.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, isComposing: true });
    await composer.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, isComposing: false });
    const seen = await page.evaluate(() => globalThis.enters);
    assert.deepEqual(seen.map(([key, keyCode]) => [key, keyCode]), [['Enter', 229], ['Enter', 13], ['Enter', 229]]);
    assert.deepEqual(seen.slice(1).map(([, , isComposing]) => isComposing), [true, false]);
    await session.send('Input.insertText', { text: '한' });
    assert.equal(await composer.inputValue(), '한');
    await page.keyboard.press('Enter');
    await messages(page).first().waitFor();
    assert.deepEqual(await messages(page).allTextContents(), ['한']);
});

test('the composer grows to eight lines and then scrolls', async (t) => {
    const { page } = await openApp(t);
    const composer = composerOf(page);
    const lines = (count) => heightWith(page, Array.from({ length: count }, (_, i) => `line ${i}`).join('\n'));
    const heights = [];
    for (let count = 1; count <= 10; count++) heights.push(await lines(count));
    const steps = heights.slice(1).map((height, i) => height - heights[i]);
    assert.ok(steps[0] > 0, `${heights}`);
    assert.deepEqual(steps, [...Array(7).fill(steps[0]), 0, 0]); // seven more lines, then no more
    assert.equal(await lines(20), heights[7]);
    assert.equal(await lines(1), heights[0]);
});

test('a line that is too long wraps, with blanks and without, and the composer grows with it', async (t) => {
    const { page } = await openApp(t);
    const one = await heightWith(page, 'a few words');
    const three = await heightWith(page, 'one\ntwo\nthree');
    const line = (three - one) / 2;
    // About 250 letters of 7 pixels on 700 pixels.
    for (const text of ['many words '.repeat(23), `https://example.com/${'x'.repeat(230)}`]) {
        const lines = 1 + ((await heightWith(page, text)) - one) / line;
        assert.ok(lines >= 2 && lines <= 4 && Number.isInteger(lines), `${text.slice(0, 20)}… stands on ${lines} lines`);
    }
});

test('a keyboard on the screen offers what is to be typed', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page } = await openApp(t, { allow: [peer.url] });
    const offered = (field) => field.evaluate(({ inputMode, enterKeyHint }) => [inputMode, enterKeyHint]);
    assert.deepEqual(await offered(composerOf(page)), ['', 'send']);
    await openAddServer(page);
    assert.deepEqual(await offered(page.getByRole('textbox', { name: 'Server address', exact: true })), ['url', 'go']);
    await connect(page, peer.url);
    await connected(page);
    await openTool(page, 'search');
    const panel = page.getByRole('tabpanel', { name: 'Tools', exact: true });
    const field = (name) => panel.getByRole('textbox', { name, exact: true });
    assert.deepEqual(await offered(field('Limit')), ['numeric', '']);
    assert.deepEqual(await offered(field('Least score')), ['decimal', '']);
    assert.deepEqual(await offered(field('Query')), ['', '']);
    // It may be negative, and the keyboards for numbers of some phones have no minus.
    await openTool(page, 'add');
    assert.deepEqual(await offered(field('First number')), ['', '']);
});

test('undo and the clipboard are the browser\'s own', async (t) => {
    const { page } = await openApp(t, { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
    const composer = composerOf(page);
    await composer.click();
    await page.keyboard.type('first');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+V');
    assert.equal(await composer.inputValue(), 'firstfirst');
    await page.keyboard.press('Control+Z');
    assert.equal(await composer.inputValue(), 'first');
});

// [req:ui-draft-undo]
test('what takes the place of a draft is undone like anything typed', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    const composer = composerOf(page);
    const becomes = (text) => page.waitForFunction(([field, wanted]) => field.value === wanted && field === document.activeElement, [undone, text]);
    const undone = await composer.elementHandle();
    const undo = async (from) => {
        await becomes(from);
        await page.keyboard.press('Control+Z');
        await becomes('half a\nthought');
        await page.keyboard.press('Control+Shift+Z');
        await becomes(from);
        await page.keyboard.press('Control+Z');
        await becomes('half a\nthought');
    };
    await composer.click();
    await page.keyboard.type('half a');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('thought');
    await button(page, '/list-files').click();
    await undo('/list-files ');
    await openTool(page, 'slow');
    await button(page, 'Insert in chat').click();
    await undo('/slow {"steps":5,"pause_ms":200}');
    // What the browser brings back is what is sent.
    await page.keyboard.press('Enter');
    await messages(page).first().waitFor();
    assert.match(await messages(page).first().textContent(), /^half a\nthought$/m);

    await run(page, 'add', { a: 1, b: 2 });
    await finished(page, 'add');
    await composer.click();
    await page.keyboard.type('half a');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('thought');
    await toolRun(page, 'add').getByRole('button', { name: 'Edit', exact: true }).click();
    await undo('/add {"a":1,"b":2}');

    // Another chat's draft is no step of this one's.
    await button(page, '+ New').click();
    await becomes('');
    await page.keyboard.type('other');
    await page.getByRole('navigation').getByRole('button', { name: 'half a', exact: false }).first().click();
    await becomes('half a\nthought');
    await page.keyboard.press('Control+Z');
    await becomes('half a\nthought');
});

test('a tool whose JSON cannot be read goes into no chat, and says why', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    await openTool(page, 'add');
    await button(page, 'Edit as JSON').click();
    const json = page.getByRole('textbox', { name: 'Arguments as JSON', exact: true });
    await json.fill('{"a": 1,');
    await composerOf(page).fill('half a thought');
    await button(page, 'Insert in chat').click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    assert.equal(await json.getAttribute('aria-invalid'), 'true');
    assert.equal(await composerOf(page).inputValue(), 'half a thought');
    await json.fill('{"a": 1}'); // not yet all that it takes
    await button(page, 'Insert in chat').click();
    await page.waitForFunction(() => document.activeElement?.value === '/add {"a":1}');
});
