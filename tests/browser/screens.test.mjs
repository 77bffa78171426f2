// What the main screens look like: nothing outside of the window or over another control, the theme's colours, and no
// blank canvas. The pictures are left in build/screens for whoever wants to look at them; fonts differ from machine to
// machine, so they are not compared pixel by pixel.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openApp, startPeer } from './support/page.mjs';
import { contextOf, looks, misplaced, readPicture, walk } from './support/screens.mjs';
import { besideWindows, startSignIns, walkSignIn } from './support/screens_sign_in.mjs';

const folder = fileURLToPath(new URL('../../build/screens/', import.meta.url));

// The design's tokens, as src/ui/theme.cpp has them too.
const colours = { dark: { bg: '#0f1115', surface: '#161920' }, light: { bg: '#fbfbfd', surface: '#ffffff' } };

// What lies over the chat where the window is narrow.
const DRAWERS = ['tools', 'traffic', 'request', 'menu'];

for (const look of looks) {
    test(`the screens are in order: ${look.name}`, async (t) => {
        await mkdir(folder, { recursive: true });
        const peer = await startPeer('small_server', { t });
        const { page, context } = await openApp(t, { allow: [peer.url], context: contextOf(look) });
        const [width, height] = look.size;
        const problems = [];
        for await (const screen of walk(page, peer, look)) {
            const png = await page.screenshot({ path: `${folder}${look.name}-${screen}.png` });
            for (const problem of await page.evaluate(misplaced)) problems.push(`${screen}: ${problem}`);
            // Where nothing but the background is: in the sidebar's or the drawer's edge, and at the chat's and the inspector's.
            const picture = await readPicture(context, png, [
                [3, height - 3],
                [width < 720 ? 3 : 270, height - 3],
                [width - (width < 720 ? 3 : 385), height - 3],
            ]);
            assert.ok(picture.colours > 20, `${screen} has only ${picture.colours} colours`);
            const { bg, surface } = colours[look.theme];
            const drawer = DRAWERS.includes(screen);
            if (width >= 720) assert.deepEqual(picture.at, [surface, bg, surface], screen);
            else if (screen !== 'menu') assert.deepEqual(picture.at, Array(3).fill(drawer ? surface : bg), screen);
            else {
                assert.deepEqual(picture.at.slice(0, 2), [surface, surface], screen);
                assert.ok(picture.at[2] < bg, `beside the drawer it is dimmed: ${picture.at[2]}`);
            }
        }
        assert.deepEqual(problems, []);
    });
}

for (const look of looks) {
    test(`the screens of a sign-in are in order: ${look.name}`, async (t) => {
        await mkdir(folder, { recursive: true });
        const servers = await startSignIns(t);
        const { page } = await openApp(t, { allow: ['http://localhost'], context: besideWindows(look) });
        const problems = [];
        for await (const screen of walkSignIn(page, servers, look)) {
            await page.screenshot({ path: `${folder}${look.name}-${screen}.png` });
            for (const problem of await page.evaluate(misplaced)) problems.push(`${screen}: ${problem}`);
        }
        assert.deepEqual(problems, []);
    });
}

// Lines of a tree stand as near as lines of text, a link is one, and a field is pressed on its box.
const LINES = 'textarea, input, a, [role=treeitem]';

// Runs in the page.
const tooLow = (lines) => [...document.querySelectorAll('#mirror .live')]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, { height }]) => height > 0 && height < 44 && !element.matches(lines))
    .map(([element, { height }]) => `${element.getAttribute('aria-label')} is ${height} pixels high.`);

// [req:ui-touch]
test('what a finger presses is 44 pixels high, and in order', async (t) => {
    const [peer, servers] = [await startPeer('small_server', { t }), await startSignIns(t)];
    const look = looks.find(({ name }) => name === 'narrow-dark');
    const problems = [];
    for (const [walked, peers] of [[walk, peer], [walkSignIn, servers]]) {
        const { page } = await openApp(t, { allow: ['http://localhost'], context: { ...besideWindows(look), hasTouch: true, isMobile: true } });
        for await (const screen of walked(page, peers, look))
            for (const problem of [...(await page.evaluate(tooLow, LINES)), ...(await page.evaluate(misplaced))]) problems.push(`${screen}: ${problem}`);
    }
    assert.deepEqual(problems, []);
});
