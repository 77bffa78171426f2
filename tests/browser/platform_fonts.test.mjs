// src/platform/web/fonts: what the system's fonts look like once they are on the canvas.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen, says, still } from './support/screen_page.mjs';

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

// [line, what it begins with]: a letter, or a word that is drawn as one since its letters join.
const BEGINNINGS = [
    ['Korean', '한'],
    ['Japanese', 'ひ'],
    ['Chinese', '這'],
    ['Arabic', 'العربية'],
];
const HEIGHT = 22;

/** What of a picture of the page is seen, and how opaque the browser itself draws a text, both pixel by pixel. */
const drawings = (page, picture, text, width) =>
    page.evaluate(
        async ([base64, letters, wide, high]) => {
            const image = new Image();
            image.src = `data:image/png;base64,${base64}`;
            await image.decode();
            const context = new OffscreenCanvas(wide, high).getContext('2d', { willReadFrequently: true });
            context.drawImage(image, 0, 0);
            const onCanvas = [...context.getImageData(0, 0, wide, high).data.filter((_, i) => i % 4 === 0)];
            context.font = '15px system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif';
            context.fillStyle = '#fff';
            const byBrowser = (words) => {
                context.clearRect(0, 0, wide, high);
                context.fillText(words, 0, Math.ceil(context.measureText('Hg').fontBoundingBoxAscent));
                return [...context.getImageData(0, 0, wide, high).data.filter((_, i) => i % 4 === 3)];
            };
            // U+0378 is no letter: every font that is asked for it draws its empty box.
            return { onCanvas, byBrowser: byBrowser(letters), box: byBrowser('\u0378'.repeat(letters.length)) };
        },
        [picture.toString('base64'), text, width, HEIGHT],
    );

test('every script is drawn pixel by pixel as the browser draws it, and is no empty box', options, async (t) => {
    const page = await openScreen(t);
    for (const [name, text] of BEGINNINGS) {
        const { x, y } = await page.getByRole('img', { name }).boundingBox();
        // As wide as it is certainly before the next begins: 15px high, in white on the canvas's background as in the page.
        const width = text.length === 1 ? 13 : 30;
        const picture = await page.screenshot({ clip: { x, y, width, height: HEIGHT } });
        const { onCanvas, byBrowser, box } = await drawings(page, picture, text, width);
        // What the page draws text with, over its background.
        byBrowser.forEach((alpha, i) => {
            const expected = 0x0f + (0xe8 - 0x0f) * (alpha / 255);
            assert.ok(Math.abs(onCanvas[i] - expected) <= 3, `${name}, pixel ${i}: ${onCanvas[i]}, not ${expected}`);
        });
        assert.notDeepEqual(byBrowser, box, `the system has no font for ${name}`);
        assert.ok(byBrowser.filter((alpha) => alpha > 200).length > 10, `${name} is not blank`);
    }
});

test('letters that come together are asked of the browser together, and known ones not again', options, async (t) => {
    const page = await openScreen(t, {
        script: () => {
            const { prototype } = OffscreenCanvasRenderingContext2D;
            const { getImageData } = prototype;
            globalThis.readings = 0;
            prototype.getImageData = function (...words) {
                globalThis.readings += 1;
                return getImageData.apply(this, words);
            };
        },
    });
    const readings = () => page.evaluate(() => globalThis.readings);
    const atFirst = await readings();
    assert.ok(atFirst > 0);
    // Sixty letters that nobody has seen yet, drawn by the field in one size and by the text that repeats it in another.
    const letters = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x3b1 + i)).join('');
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill(letters);
    await says(page, `name “${letters}”`);
    await still(page);
    assert.equal(await readings(), atFirst + 2);
    const backwards = [...letters].reverse().join('');
    await name.fill(backwards);
    await says(page, `name “${backwards}”`);
    await still(page);
    assert.equal(await readings(), atFirst + 2);
});
