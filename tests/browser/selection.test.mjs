// Text on the canvas is selected and copied as on any page; a link shows where it leads before it opens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, connected, finished, openAddServer, openApp, ready, run, startPeer } from './support/page.mjs';
import { pressUntil } from './support/browser.mjs';

const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const log = (page) => page.getByRole('log', { name: 'Chat', exact: true });
const messages = (page) => log(page).getByRole('article', { name: 'You', exact: true });

async function send(page, text) {
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill(text);
    await composer.press('Enter');
}

/** Where a message's text is, in the window. */
const textBox = (page, text) => log(page).getByText(text, { exact: true }).boundingBox();

async function copied(page) {
    await page.keyboard.press('Control+C');
    return page.evaluate(() => navigator.clipboard.readText());
}

async function drag(page, from, to) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.mouse.up();
}

test('a drag over a message selects its text, and Ctrl+C copies it', async (t) => {
    const { page } = await openApp(t, { context: clipboard });
    await send(page, 'The quick brown fox');
    await messages(page).first().waitFor();
    const box = await textBox(page, 'The quick brown fox');
    const middle = box.y + box.height / 2;
    await drag(page, [box.x - 4, middle], [box.x + box.width + 4, middle]);
    assert.equal(await copied(page), 'The quick brown fox');
});

test('a drag from one message to another copies both, Markdown as it is read', async (t) => {
    const { page } = await openApp(t, { context: clipboard });
    await send(page, 'First **bold** words');
    await send(page, 'Second words');
    await messages(page).nth(1).waitFor();
    const first = await textBox(page, 'First bold words');
    const second = await textBox(page, 'Second words');
    await drag(page, [first.x + 1, first.y + first.height / 2], [second.x + second.width + 2, second.y + second.height / 2]);
    const text = await copied(page);
    assert.ok(text.startsWith('First bold words\n\n'), text);
    assert.ok(text.endsWith('\n\nSecond words'), text);
});

test('a double click selects a word, a triple click the paragraph', async (t) => {
    const { page } = await openApp(t, { context: clipboard });
    await send(page, 'alpha beta gamma\n\nanother paragraph');
    await messages(page).first().waitFor();
    const box = await log(page).getByText('alpha beta gamma').boundingBox();
    const at = [box.x + 50, box.y + 10];
    await page.mouse.dblclick(...at);
    assert.equal(await copied(page), 'beta');
    await page.waitForTimeout(700); // the next clicks are no fourth and fifth
    await page.mouse.click(...at, { clickCount: 3 });
    assert.equal(await copied(page), 'alpha beta gamma');
});

test('Ctrl+A in the chat selects all of it, results too', async (t) => {
    const peer = await startPeer('small_server', { t });
    const { page } = await openApp(t, { allow: [peer.url], context: clipboard });
    await openAddServer(page);
    await connect(page, peer.url);
    await connected(page);
    await send(page, 'Before');
    await run(page, 'add', { a: 1, b: 2 });
    await finished(page, 'add');
    await run(page, 'list-files', {});
    await finished(page, 'list-files');
    await log(page).focus();
    await page.keyboard.press('Control+A');
    const text = await copied(page);
    assert.match(text, /^Before\n\n/);
    assert.match(text, /1 \+ 2 = 3/);
    assert.match(text, /"name": "README.md"/);
});

test('a selection that reaches over messages never shown copies them as they are read', async (t) => {
    const { page } = await openApp(t, { context: clipboard });
    const count = 25;
    for (let i = 1; i <= count; i++) await send(page, `Message **number ${i}** of many`);
    await messages(page).last().waitFor();
    await page.reload();
    await ready(page);
    await log(page).getByText(`Message number ${count} of many`).waitFor();
    const last = await textBox(page, `Message number ${count} of many`);
    await page.mouse.click(last.x + last.width - 1, last.y + last.height / 2, { clickCount: 2 });
    assert.equal(await copied(page), 'many'); // before the text moves away from under the mouse
    // To the beginning at once: what lies between is never shown.
    await pressUntil(log(page), 'Home', log(page).getByText('Message number 1 of many'));
    const first = await textBox(page, 'Message number 1 of many');
    await page.keyboard.down('Shift');
    await page.mouse.click(first.x + 1, first.y + first.height / 2);
    await page.keyboard.up('Shift');
    const lines = (await copied(page)).split('\n\n').filter((line) => line.startsWith('Message'));
    assert.deepEqual(lines.slice(0, -1), Array.from({ length: count - 1 }, (_, i) => `Message number ${i + 1} of many`));
});

test('a press meets the text that was under the mouse, though it was scrolled away before the next frame', async (t) => {
    const { page } = await openApp(t, { context: clipboard });
    for (let i = 1; i <= 25; i++) await send(page, `Message number${i}`);
    await log(page).getByText('Message number25').waitFor();
    const box = await textBox(page, 'Message number25');
    await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2);
    await log(page).evaluate((element) => addEventListener('mousedown', (event) => {
        if (event.detail === 2) element.scrollTop -= 200;
    }));
    await page.mouse.dblclick(box.x + box.width - 4, box.y + box.height / 2);
    await page.getByRole('button', { name: 'To the newest', exact: true }).waitFor();
    assert.equal(await copied(page), 'number25');
});

test('CVE-2026-44429, librefang#3759: a link shows its address first, only https: opens, and without an opener', async (t) => {
    const { page, context, allow } = await openApp(t);
    allow('https://example.com');
    await context.route('https://example.com/**', (route) => route.fulfill({ body: 'opened' }));
    await send(page, 'See [the good one](https://example.com/path?q=1), [plain](http://example.com/), [script](javascript:alert(1)) and [data](data:text/html,x).');
    await messages(page).first().waitFor();

    for (const [name, address] of [['plain', 'http://example.com/'], ['script', 'javascript:alert(1)'], ['data', 'data:text/html,x']]) {
        await log(page).getByRole('link', { name, exact: true }).click();
        const refusal = page.getByRole('dialog', { name: /^Only https: addresses are opened/ });
        await refusal.waitFor();
        assert.match(await refusal.innerText(), new RegExp(address.replace(/[()?/.]/g, '\\$&')));
        assert.equal(await refusal.getByRole('button', { name: 'Open', exact: true }).count(), 0);
        await refusal.getByRole('button', { name: 'Cancel', exact: true }).click();
        await refusal.waitFor({ state: 'detached' });
    }
    assert.equal(context.pages().length, 1);

    await log(page).getByRole('link', { name: 'the good one', exact: true }).click();
    const question = page.getByRole('dialog', { name: 'Open this address?' });
    await question.waitFor();
    assert.match(await question.innerText(), /https:\/\/example\.com\/path\?q=1/);
    assert.equal(context.pages().length, 1);
    const opened = context.waitForEvent('page');
    await question.getByRole('button', { name: 'Open', exact: true }).click();
    const tab = await opened;
    await tab.waitForURL('https://example.com/path?q=1');
    assert.equal(await tab.evaluate(() => window.opener), null);
});
