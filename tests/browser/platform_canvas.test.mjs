// src/platform/web/{canvas,input}: frames only when wanted, every density, a context that is lost and comes back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { framesDrawn, openScreen, says, still } from './support/screen_page.mjs';

const options = { timeout: 60_000 };

const canvasSize = (page) =>
    page.evaluate(() => {
        const { width, height } = document.getElementById('canvas');
        return [width, height];
    });

test('nothing is drawn while nothing happens', options, async (t) => {
    const page = await openScreen(t);
    const before = await framesDrawn(page);
    assert.ok(before > 0);
    await page.waitForTimeout(10_000);
    assert.equal(await framesDrawn(page), before);
});

test('moving the mouse draws, and ends with it', options, async (t) => {
    const page = await openScreen(t);
    const before = await framesDrawn(page);
    await page.mouse.move(500, 400);
    await says(page, 'mouse 500 400');
    await still(page);
    assert.ok((await framesDrawn(page)) > before);
    assert.equal(await page.evaluate(() => document.body.style.cursor), 'text');
});

test('what appears and takes the focus is one picture', options, async (t) => {
    const page = await openScreen(t);
    const before = await framesDrawn(page);
    await page.getByRole('button', { name: 'Ask later' }).evaluate((button) => button.click());
    await page.getByRole('button', { name: 'Yes' }).waitFor();
    await says(page, 'focus 41');
    await still(page);
    assert.equal(await framesDrawn(page), before + 1);
});

for (const density of [1, 1.25, 2])
    test(`the canvas has the device's own pixels at a density of ${density}`, options, async (t) => {
        const page = await openScreen(t, { deviceScaleFactor: density });
        assert.deepEqual(await canvasSize(page), [960 * density, 600 * density]);
        await page.getByRole('button', { name: 'Press' }).click();
        await says(page, 'presses 1,');
        await says(page, /mouse (69|70) 4[45],/);
    });

test('the canvas follows the window', options, async (t) => {
    const page = await openScreen(t);
    await page.setViewportSize({ width: 500, height: 640 });
    await page.waitForFunction(() => document.getElementById('canvas').width === 500);
    await still(page);
    assert.deepEqual(await canvasSize(page), [500, 640]);
});

const loseContext = (page) =>
    page.evaluate(() => {
        const gl = document.getElementById('canvas').getContext('webgl2');
        globalThis.extension = gl.getExtension('WEBGL_lose_context');
        globalThis.extension.loseContext();
    });

test('while the context is lost the page works, and what came in then is drawn later', options, async (t) => {
    const page = await openScreen(t);
    await loseContext(page);
    await page.waitForFunction(() => document.getElementById('canvas').getContext('webgl2').isContextLost());
    const before = await framesDrawn(page);
    await page.getByRole('button', { name: 'Press' }).click();
    await says(page, 'presses 1,');
    await page.getByRole('textbox', { name: 'Name' }).fill('새 글자 Ω');
    await says(page, 'name “새 글자 Ω”');
    assert.equal(await framesDrawn(page), before);

    await page.evaluate(() => globalThis.extension.restoreContext());
    await page.waitForFunction((count) => globalThis.screenPage._frames_drawn() > count, before);
    await still(page);
    // The same typed into a context that was never lost.
    const picture = await page.screenshot();
    const other = await openScreen(t);
    await other.getByRole('button', { name: 'Press' }).click();
    await other.getByRole('textbox', { name: 'Name' }).fill('새 글자 Ω');
    await says(other, 'name “새 글자 Ω”');
    await still(other);
    assert.ok(picture.equals(await other.screenshot()));
});

test('what was drawn before the loss is the same after it', options, async (t) => {
    const page = await openScreen(t);
    const picture = await page.screenshot();
    await loseContext(page);
    await page.waitForFunction(() => document.getElementById('canvas').getContext('webgl2').isContextLost());
    const before = await framesDrawn(page);
    await page.evaluate(() => globalThis.extension.restoreContext());
    await page.waitForFunction((count) => globalThis.screenPage._frames_drawn() > count, before);
    await still(page);
    assert.ok(picture.equals(await page.screenshot()));
});

test('a finger is no mouse: nothing is hovered or dragged, and a tap beside everything is a click there', options, async (t) => {
    const page = await openScreen(t, { hasTouch: true });
    await page.getByRole('button', { name: 'Press' }).tap();
    await says(page, 'presses 1,');
    await says(page, 'mouse -1 -1, presses 0');
    await page.touchscreen.tap(700, 500);
    await says(page, 'mouse -1 -1, presses 1');
});

test('a button let go outside of the window is not pressed for ever', options, async (t) => {
    const page = await openScreen(t);
    await page.mouse.move(600, 500);
    await page.mouse.down();
    await says(page, 'mouse 600 500, presses 1');
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await says(page, 'mouse -1 -1, presses 1');
    await page.mouse.up();
    await page.mouse.move(610, 500);
    await page.mouse.down();
    await says(page, 'mouse 610 500, presses 2');
});
