// The app when nobody does anything, when the system's colours change, and when the graphics go and come back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, finished, openApp, openConnected, run } from './support/page.mjs';
import { colourBecomes, readPicture } from './support/screens.mjs';

const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });

/** Counts the frames that the page asks for; `later` is the browser's own way to ask. */
function countFrames() {
    const later = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.frames_ = { asked: 0, later };
    globalThis.requestAnimationFrame = (callback) => {
        globalThis.frames_.asked += 1;
        return later(callback);
    };
}

/** Resolves to how many frames the page has asked for, once the browser has drawn twice and none came in between. */
const still = (page) =>
    page.evaluate(async () => {
        const { frames_ } = globalThis;
        const twice = () => new Promise((drawn) => frames_.later(() => frames_.later(drawn)));
        for (let before = -1; before !== frames_.asked; ) {
            before = frames_.asked;
            await twice();
        }
        return frames_.asked;
    });

test('with a connected server and the focus in the composer no frame is asked for in ten seconds', { timeout: 60_000 }, async (t) => {
    const { page } = await openConnected(t, 'small_server', { script: countFrames });
    await run(page, 'picture', {});
    await (await finished(page, 'picture')).getByRole('img').waitFor();
    await composerOf(page).click();
    await page.keyboard.type('half a thought');
    await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Message');
    // What is typed is saved a moment later, which draws nothing new but is not the idleness that is meant.
    await page.waitForTimeout(2_500);
    const before = await still(page);
    assert.ok(before > 0);
    await page.waitForTimeout(10_000);
    assert.equal(await page.evaluate(() => globalThis.frames_.asked), before);
    // And it is no sleep that it would not wake up from.
    await page.keyboard.type('!');
    assert.ok((await still(page)) > before);
});

test('a result of many pictures comes to rest, and shows the last one when it is scrolled to', { timeout: 60_000 }, async (t) => {
    const { page } = await openConnected(t, 'small_server', { script: countFrames });
    await run(page, 'picture', { count: 60 });
    const card = await finished(page, 'picture');
    // A new result is shown from its end.
    const last = card.getByRole('img').last();
    await last.waitFor();
    await still(page);
    const seen = await page.getByRole('log').evaluate((log) => log.scrollHeight);
    await page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
    await card.getByText('A picture of 320 by 200.').waitFor();
    await card.getByRole('img').first().waitFor();
    await still(page);
    await page.getByRole('log').evaluate((log) => log.scrollTo(0, log.scrollHeight));
    await still(page);
    await card.getByText('A picture of 320 by 200.').waitFor({ state: 'detached' });
    await card.getByRole('img').first().waitFor();
    assert.ok((await page.getByRole('log').evaluate((log) => log.scrollHeight)) >= seen);
});

test('the colours follow the system while the page is open', async (t) => {
    const { page, context } = await openApp(t, { context: { colorScheme: 'dark' } });
    await colourBecomes(page, context, '#0f1115');
    await page.emulateMedia({ colorScheme: 'light' });
    await colourBecomes(page, context, '#fbfbfd');
    await page.emulateMedia({ colorScheme: 'dark' });
    await colourBecomes(page, context, '#0f1115');
});

test('a result’s picture and everything else is drawn again after the graphics were lost', async (t) => {
    const { page, context } = await openConnected(t, 'small_server');
    await run(page, 'picture', { width: 300, height: 120 });
    const image = (await finished(page, 'picture')).getByRole('img');
    await image.waitFor();
    await page.mouse.move(700, 5);
    const clip = await image.boundingBox();
    const pictureOf = () => page.screenshot({ clip });
    const before = await pictureOf();
    assert.ok((await readPicture(context, before, [])).colours > 20);

    await page.evaluate(() => {
        const gl = document.getElementById('canvas').getContext('webgl2');
        globalThis.extension = gl.getExtension('WEBGL_lose_context');
        globalThis.extension.loseContext();
    });
    await page.waitForFunction(() => document.getElementById('canvas').getContext('webgl2').isContextLost());
    assert.ok(!before.equals(await pictureOf()), 'nothing was lost');
    await composerOf(page).fill('typed meanwhile');
    await page.evaluate(() => globalThis.extension.restoreContext());
    let same = false;
    for (let tries = 0; tries < 50 && !same; tries++) same = before.equals(await pictureOf());
    assert.ok(same, 'the picture is not what it was');
    assert.equal(await composerOf(page).inputValue(), 'typed meanwhile');
});
