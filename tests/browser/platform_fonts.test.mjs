// src/platform/web/fonts: what the system's fonts look like once they are on the canvas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from './support/screen_page.mjs';

const options = { timeout: 60_000 };

/** How many pixels of the line that the mirror names are not background, and how many of those have a colour. */
async function count(page, name) {
    const clip = await page.getByRole('img', { name }).boundingBox();
    const picture = (await page.screenshot({ clip, scale: 'device' })).toString('base64');
    return page.evaluate(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, image.width, image.height).data;
        const found = { drawn: 0, coloured: 0 };
        for (let i = 0; i < pixels.length; i += 4) {
            const [red, green, blue] = pixels.subarray(i, i + 3);
            if (Math.max(red, green, blue) < 80) continue;
            found.drawn += 1;
            if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) found.coloured += 1;
        }
        return found;
    }, picture);
}

// [line, least pixels drawn at a density of 1, has colours of its own]
const LINES = [
    ['Latin', 1000, false],
    ['Bold', 500, false],
    ['Italic', 100, false],
    ['Mono', 300, false],
    ['Korean', 1000, false],
    ['Emoji', 400, true],
    ['Clusters', 300, true],
    ['Arabic', 200, false],
    ['Large', 1000, true],
];
for (const density of [1, 1.25, 2])
    test(`every script is drawn, emoji in their colours, at a density of ${density}`, options, async (t) => {
        const page = await openScreen(t, { deviceScaleFactor: density });
        for (const [name, least, hasColours] of LINES) {
            const { drawn, coloured } = await count(page, name);
            assert.ok(drawn >= least, `${name}: ${drawn} pixels`);
            assert.equal(coloured > drawn / 10, hasColours, `${name}: ${coloured} of ${drawn} are coloured`);
        }
    });

test('glyphs are drawn pixel by pixel as the browser drew them', options, async (t) => {
    const page = await openScreen(t);
    // "한" is the first of its line, 15px high, in white on the canvas's background as in the page.
    const box = await page.getByRole('img', { name: 'Korean' }).boundingBox();
    const ours = (await page.screenshot({ clip: { x: box.x, y: box.y, width: 13, height: 22 } })).toString('base64');
    const [onCanvas, byBrowser] = await page.evaluate(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const canvas = new OffscreenCanvas(13, 22);
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(image, 0, 0);
        const shown = [...context.getImageData(0, 0, 13, 22).data];
        context.clearRect(0, 0, 13, 22);
        context.font = '15px system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif';
        context.fillStyle = '#fff';
        context.fillText('한', 0, Math.ceil(context.measureText('Hg').fontBoundingBoxAscent));
        const alpha = context.getImageData(0, 0, 13, 22).data.filter((_, i) => i % 4 === 3);
        return [shown, [...alpha]];
    }, ours);
    // What the page draws text with, over its background.
    byBrowser.forEach((alpha, i) => {
        const expected = 0x0f + (0xe8 - 0x0f) * (alpha / 255);
        assert.ok(Math.abs(onCanvas[i * 4] - expected) <= 3, `pixel ${i}: ${onCanvas[i * 4]}, not ${expected}`);
    });
});
