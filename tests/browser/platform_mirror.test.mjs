// src/platform/web/mirror: found by role and name, clicked, focused, scrolled and read as any page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressUntil } from './support/browser.mjs';
import { framesDrawn, openScreen, says, still } from './support/screen_page.mjs';

const options = { timeout: 60_000 };

test('a button is pressed by mouse, by keys and by assistive technology, a disabled one never', options, async (t) => {
    const page = await openScreen(t);
    const button = page.getByRole('button', { name: 'Press' });
    await button.click();
    await button.press('Enter');
    await button.press('Space');
    await button.evaluate((element) => element.click());
    await says(page, 'presses 4,');
    await page.getByRole('button', { name: 'Never' }).click({ force: true });
    await page.getByRole('button', { name: 'Never', disabled: true }).evaluate((element) => element.click());
    await says(page, 'presses 4,');
});

test('what a click changes is there before the click is over', options, async (t) => {
    const page = await openScreen(t);
    const text = await page.evaluate(() => {
        document.querySelector('[aria-label="Press"]').click();
        return document.getElementById('mirror').textContent;
    });
    assert.match(text, /presses 1,/);
});

test('a link never navigates by itself and answers to Enter', options, async (t) => {
    const page = await openScreen(t);
    const link = page.getByRole('link', { name: 'Read more' });
    assert.equal(await link.getAttribute('href'), null);
    await link.click();
    await link.press('Enter');
    await says(page, 'links 2,');
});

test('a checkbox says whether it is checked', options, async (t) => {
    const page = await openScreen(t);
    const box = page.getByRole('checkbox', { name: 'Agree' });
    assert.equal(await box.isChecked(), false);
    await box.click();
    assert.equal(await box.getAttribute('aria-checked'), 'true');
    await box.press('Space');
    assert.equal(await box.getAttribute('aria-checked'), 'false');
});

test('Tab walks in the order of the screen, and the app knows who has the focus and whether it shows', options, async (t) => {
    const page = await openScreen(t);
    const names = [];
    for (let i = 0; i < 8; i++) {
        await page.keyboard.press('Tab');
        names.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label')));
    }
    assert.deepEqual(names, ['Press', 'Never', 'Open dialog', 'Agree', 'Read more', 'Announce', 'Remove me', 'Set name']);
    await says(page, 'focus 9 seen');
    await page.getByRole('button', { name: 'Press' }).click();
    await says(page, /focus 2$/);
});

test('the wheel, keys and dragging scroll a list, whose rows are followed', options, async (t) => {
    const page = await openScreen(t);
    await page.mouse.move(200, 440);
    await page.mouse.wheel(0, 480);
    await says(page, 'at 480');
    await page.getByRole('button', { name: 'Row 20', exact: true }).click();
    await says(page, 'at 480 Row 20');
    assert.equal(await page.getByRole('button', { name: 'Row 0', exact: true }).count(), 0);
    const rows = page.getByRole('log', { name: 'Rows' });
    const at = (place) => page.locator('#mirror').getByText(place);
    await pressUntil(rows, 'End', at('at 4600'));
    await pressUntil(rows, 'Home', at(/at 0\b/));
});

test('the last pixel of a scroll counts, also at scale 1.25', options, async (t) => {
    for (const deviceScaleFactor of [1, 1.25]) {
        const page = await openScreen(t, { deviceScaleFactor });
        const rows = page.getByRole('log', { name: 'Rows' });
        for (const y of [480, 479, 1, 0]) {
            await rows.evaluate((element, top) => (element.scrollTop = top), y);
            await says(page, new RegExp(`at ${y}\\b`));
        }
    }
});

test('scrolling writes nothing to the rows that stay', options, async (t) => {
    const page = await openScreen(t);
    await page.evaluate(() => {
        const row = document.querySelector('[aria-label="Row 5"]');
        globalThis.writes = 0;
        new MutationObserver((records) => (globalThis.writes += records.length)).observe(row, { attributes: true });
    });
    await page.mouse.move(200, 440);
    await page.mouse.wheel(0, 60);
    await says(page, 'at 60');
    assert.equal(await page.evaluate(() => globalThis.writes), 0);
});

test('the program scrolls too, and what it asks for beyond the end is put right', options, async (t) => {
    const page = await openScreen(t);
    await page.getByRole('button', { name: 'Scroll to 50' }).click();
    await says(page, 'at 1200');
    assert.equal(await page.getByRole('log').evaluate((element) => element.scrollTop), 1200);
    await page.getByRole('button', { name: 'Scroll too far' }).click();
    await says(page, 'at 4600');
});

test('a finger scrolls', options, async (t) => {
    const page = await openScreen(t, { hasTouch: true });
    const session = await page.context().newCDPSession(page);
    const touch = (type, ...touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', { x: 250, y: 520 });
    for (let y = 510; y > 380; y -= 10) await touch('touchMove', { x: 250, y });
    await touch('touchEnd');
    await page.waitForFunction(() => document.querySelector('[role=log]').scrollTop > 50);
    await says(page, /^at (?!0 )\d+/);
    await says(page, 'mouse -1 -1, presses 0');
});

test('a modal dialog takes the focus, keeps what is below out of reach, and gives the focus back', options, async (t) => {
    const page = await openScreen(t);
    await page.getByRole('button', { name: 'Open dialog' }).click();
    const dialog = page.getByRole('dialog', { name: 'Question' });
    assert.equal(await dialog.getAttribute('aria-modal'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Yes');
    assert.equal(await page.getByRole('button', { name: 'Press' }).evaluate((element) => !element.closest('[inert]')), false);
    await page.mouse.click(70, 45);
    await page.mouse.move(200, 440);
    await page.mouse.wheel(0, 480);
    await says(page, 'at 0');
    await dialog.getByRole('button', { name: 'Yes' }).click();
    await says(page, 'presses 0,');
    assert.equal(await dialog.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Open dialog');
});

test('who vanishes with the focus loses it for the app too', options, async (t) => {
    const page = await openScreen(t);
    await page.getByRole('button', { name: 'Remove me' }).press('Enter');
    await says(page, /focus 0$/);
});

test('announcements are text in a live region', options, async (t) => {
    const page = await openScreen(t);
    await page.getByRole('button', { name: 'Announce' }).click();
    const announcer = page.locator('[aria-live=assertive]');
    assert.equal(await announcer.textContent(), '<b>Done</b>');
    assert.equal(await announcer.locator('b').count(), 0);
});

test('shortcuts are the app’s, also on a keyboard of another script; Escape always reaches it', options, async (t) => {
    const page = await openScreen(t);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+Shift+K');
    await page.getByRole('button', { name: 'Press' }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Escape');
    await page.evaluate(() =>
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅏ', code: 'KeyK', ctrlKey: true, bubbles: true })),
    );
    await says(page, 'shortcuts kKa!k,');
});

test('Ctrl+C copies what is selected on the canvas', options, async (t) => {
    const page = await openScreen(t);
    const copied = () =>
        page.evaluate(() => {
            const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
            return [event.clipboardData.getData('text/plain'), event.defaultPrevented];
        });
    assert.deepEqual(await copied(), ['', false]);
    await page.getByRole('button', { name: 'Press' }).click();
    assert.deepEqual(await copied(), ['copied from the canvas', true]);
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('of the field');
    await name.selectText();
    assert.deepEqual(await copied(), ['', false]); // the browser does it
});

test('a frame that changes nothing is not drawn and touches no element', options, async (t) => {
    const page = await openScreen(t);
    await page.mouse.move(700, 500);
    await still(page);
    await page.evaluate(() => {
        globalThis.changes = 0;
        new MutationObserver((records) => (globalThis.changes += records.length)).observe(document.getElementById('mirror'), {
            attributes: true, childList: true, characterData: true, subtree: true,
        });
    });
    const before = await framesDrawn(page);
    await page.mouse.move(700.4, 500); // a frame, and nothing to be seen of it
    await still(page);
    assert.equal(await framesDrawn(page), before);
    assert.equal(await page.evaluate(() => globalThis.changes), 0);
    await page.mouse.move(710, 500); // the page says where the mouse is
    await still(page);
    assert.ok((await framesDrawn(page)) > before);
    assert.ok((await page.evaluate(() => globalThis.changes)) > 0);
});
