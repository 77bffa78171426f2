// Writing: Enter, Shift+Enter, composition, growth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, openAddServer, openApp, startPeer } from './support/page.mjs';

const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const messages = (page) => page.getByRole('log', { name: 'Chat' }).getByRole('article', { name: 'You' });

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
    await composer.click();
    const session = await context.newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: '한', selectionStart: 1, selectionEnd: 1 });
    // What an input method's Enter looks like: keyCode 229, "Process".
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
    await session.send('Input.insertText', { text: '한' });
    assert.equal(await composer.inputValue(), '한');
    assert.equal(await messages(page).count(), 0);
    await page.keyboard.press('Enter');
    await messages(page).first().waitFor();
});

test('the composer grows to eight lines and then scrolls', async (t) => {
    const { page } = await openApp(t);
    const composer = composerOf(page);
    const heightWith = async (lines) => {
        await composer.fill(Array.from({ length: lines }, (_, i) => `line ${i}`).join('\n'));
        await page.waitForTimeout(200);
        return (await composer.boundingBox()).height;
    };
    const [one, four, eight, twenty] = [await heightWith(1), await heightWith(4), await heightWith(8), await heightWith(20)];
    assert.ok(four > one && eight > four, `${one} ${four} ${eight}`);
    assert.equal(twenty, eight);
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
