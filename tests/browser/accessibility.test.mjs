// The main screens under axe-core's rules, in both languages, and under one of ours: names tell controls apart.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { button, openApp, openConnected, startPeer } from './support/page.mjs';
import { looks, walk } from './support/screens.mjs';
import { besideWindows, startSignIns, walkSignIn } from './support/screens_sign_in.mjs';

// What axe cannot judge over a canvas.
const rules = {
    // The elements are transparent, what is seen is drawn below them. tests/ui/theme_test.cpp has the colours' contrasts.
    'color-contrast': { enabled: false },
};

// The page's policy lets no script be added; a debugger may evaluate one.
async function bringAxe(context, page) {
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const session = await context.newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: `${source};0` });
}

// A menu is no part of a landmark: it opens over the page, for the button that opened it.
const outside = { region: { enabled: false } };

async function violations(page, screen) {
    const found = await page.evaluate(async (chosen) => {
        const { violations: broken } = await globalThis.axe.run(document, { rules: chosen, resultTypes: ['violations'] });
        return broken.map(({ id, help, nodes }) => ({ id, help, at: nodes.slice(0, 3).map((node) => node.html.slice(0, 200)) }));
    }, screen === 'menu' ? { ...rules, ...outside } : rules);
    return found.map(({ id, help, at }) => `${id}: ${help}\n  ${at.join('\n  ')}`);
}

// Runs in the page: two controls of one name in one named part of the page.
function sameNames() {
    const nameOf = (element) => element.getAttribute('aria-label') ?? '';
    const seen = new Set();
    const twice = [];
    for (const element of document.querySelectorAll('#mirror button, #mirror a, #mirror textarea, #mirror input')) {
        if (element.closest('[inert]') || element.tabIndex < 0 || !nameOf(element)) continue;
        const parts = [];
        for (let part = element.parentElement.closest('[aria-label]'); part; part = part.parentElement.closest('[aria-label]'))
            parts.push(`${part.getAttribute('role')} ${nameOf(part)} ${part.getAttribute('aria-posinset') ?? ''}`);
        const path = [element.localName, nameOf(element), ...parts].join(' < ');
        if (seen.has(path)) twice.push(path);
        seen.add(path);
    }
    return twice;
}

const ways = { 'the screens': [walk, (t) => startPeer('small_server', { t })], 'the screens of a sign-in': [walkSignIn, startSignIns] };

for (const look of looks.filter(({ theme, size }) => (theme === 'light') === size[0] > 720))
    for (const [which, [walked, start]] of Object.entries(ways)) test(`${which} keep axe's rules: ${look.name}`, async (t) => {
        const peers = await start(t);
        const { page, context } = await openApp(t, { allow: ['http://localhost'], context: besideWindows(look) });
        await bringAxe(context, page);
        const problems = [];
        for await (const screen of walked(page, peers, look)) {
            for (const problem of await violations(page, screen)) problems.push(`${screen}: ${problem}`);
            for (const name of await page.evaluate(sameNames)) problems.push(`${screen}: twice ${name}`);
        }
        assert.deepEqual(problems, []);
    });

// [req:ui-announce]
test('what is answered is told to the live region, also the first answer of a new chat', async (t) => {
    const { page } = await openConnected(t, 'small_server');
    const told = (words) => page.locator('.announcer').getByText(words).waitFor({ state: 'attached' });
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    const say = async (words) => {
        await composer.fill(words);
        await composer.press('Enter');
    };
    await say('/nosuch');
    await told(/nosuch/);
    await button(page, '+ New').click();
    await say('hello');
    await told(/model/);
    await say('/add a=1 b=2');
    await told('add, done');
    await button(page, '+ New').click();
    await say('/fail');
    await told('fail, failed');
});
