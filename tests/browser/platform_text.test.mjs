// Typing: web/bridge/mirror_text.js. The browser's element is the editor, the app sees every step of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen, says } from './support/screen_page.mjs';

const options = { timeout: 60_000 };

const field = (page, name) => page.getByRole('textbox', { name });

test('text and caret arrive in bytes of UTF-8', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Name').fill('aé한😀');
    await says(page, 'name “aé한😀” 10-10');
    await field(page, 'Name').press('ArrowLeft');
    await says(page, 'name “aé한😀” 6-6');
    await field(page, 'Name').press('Shift+ArrowLeft');
    await says(page, 'name “aé한😀” 3-6');
    await field(page, 'Name').press('Control+a');
    await says(page, 'name “aé한😀” 0-10');
});

test('Korean is composed step by step, and Enter that ends a composition sends nothing', options, async (t) => {
    const page = await openScreen(t);
    const session = await page.context().newCDPSession(page);
    const compose = (text) =>
        session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await field(page, 'Message').click();
    await session.send('Input.insertText', { text: '가 ' });
    await compose('ㅎ');
    await says(page, 'message “가 ㅎ” 7-7 composing 4-7');
    await compose('하');
    await compose('한');
    await says(page, 'message “가 한” 7-7 composing 4-7');
    await field(page, 'Message').evaluate((element) =>
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })),
    );
    await session.send('Input.insertText', { text: '한' });
    await says(page, 'message “가 한” 7-7 composing 0-0');
    await compose('ㄱ');
    await says(page, 'message “가 한ㄱ” 10-10 composing 7-10');
    await session.send('Input.insertText', { text: '글' });
    await says(page, 'message “가 한글” 10-10 composing 0-0');
    await says(page, 'sent “”');
    await field(page, 'Message').press('Enter');
    await says(page, 'sent “가 한글”');
    await says(page, 'message “” 0-0');
    assert.equal(await field(page, 'Message').inputValue(), '');
});

test('Shift+Enter makes a line where there may be several', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Message').pressSequentially('a');
    await field(page, 'Message').press('Shift+Enter');
    await field(page, 'Message').pressSequentially('b');
    assert.equal(await field(page, 'Message').inputValue(), 'a\nb');
    await field(page, 'Message').press('Enter');
    await says(page, /sent “a\s+b”/);
});

test('a field of one line never gets a second', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Name').focus();
    await page.keyboard.insertText('one\r\ntwo');
    await says(page, 'name “onetwo” 6-6');
    await field(page, 'Name').press('Shift+Enter');
    assert.equal(await field(page, 'Name').inputValue(), 'onetwo');
    await field(page, 'Name').press('Enter');
    await says(page, 'sent “onetwo”');
});

test('the program sets text and selection', options, async (t) => {
    const page = await openScreen(t);
    await page.getByRole('button', { name: 'Set name' }).click();
    assert.equal(await field(page, 'Name').inputValue(), 'set by the program');
    await field(page, 'Name').focus();
    const selection = () => field(page, 'Name').evaluate((element) => [element.selectionStart, element.selectionEnd]);
    assert.deepEqual(await selection(), [3, 6]);
});

test('an edit that the app refuses is taken back', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Name').fill('n');
    await field(page, 'Name').press('o');
    await says(page, 'name “” 0-0');
    await page.waitForFunction(() => document.querySelector('[aria-label="Name"]').value === '');
    await field(page, 'Name').pressSequentially('yes');
    await says(page, 'name “yes” 3-3');
    // All at once: then no frame has ever shown anything but what is to be put back.
    await field(page, 'Name').fill('yes and no');
    await page.waitForFunction(() => document.querySelector('[aria-label="Name"]').value === '');
    await field(page, 'Name').fill('no');
    await page.waitForFunction(() => document.querySelector('[aria-label="Name"]').value === '');
});

test('undo is the browser’s', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Message').pressSequentially('one');
    await says(page, 'message “one”');
    await page.keyboard.press('Control+z');
    await says(page, 'message “” 0-0');
    await page.keyboard.press('Control+Shift+z');
    await says(page, 'message “one”');
});

test('a secret is typed into a password field', options, async (t) => {
    const page = await openScreen(t);
    const secret = page.getByLabel('Secret');
    assert.equal(await secret.getAttribute('type'), 'password');
    await secret.fill('hush');
    assert.equal(await secret.inputValue(), 'hush');
});

test('a mouse press in a field gives it the focus and leaves the caret to the app', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Name').fill('a long line of text');
    await says(page, '19-19');
    await page.getByRole('button', { name: 'Press' }).focus();
    await page.mouse.click(30, 170);
    await says(page, 'focus 20');
    await says(page, '19-19');
    await says(page, 'mouse 30 170, presses 1');
});

test('a text that looks like markup is text', options, async (t) => {
    const page = await openScreen(t);
    await field(page, 'Name').fill('<img src=x onerror=alert(1)>');
    await says(page, 'name “<img src=x onerror=alert(1)>”');
    assert.equal(await page.locator('#mirror img').count(), 0);
});
