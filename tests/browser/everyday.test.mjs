// What is done every day beside the main job: chats renamed, deleted, brought back and found; the theme, the language, the shortcuts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { button, openApp, ready } from './support/page.mjs';
import { colourBecomes } from './support/screens.mjs';

const exact = { exact: true };
const composerOf = (page) => page.getByRole('textbox', { name: 'Message', exact: true });
const sidebar = (page) => page.getByRole('navigation');
const row = (page, name) => sidebar(page).getByRole('button', { name, exact: true });
const log = (page) => page.getByRole('log', { name: 'Chat', exact: true });

async function say(page, text) {
    await composerOf(page).fill(text);
    await composerOf(page).press('Enter');
    await log(page).getByText(text, exact).waitFor();
}

async function choose(page, chat, what) {
    await row(page, chat).hover();
    await button(page, `More: ${chat}`).click();
    await page.getByRole('menuitem', { name: what, exact: true }).click();
}

test('a chat is renamed, deleted and brought back, and found by its title and by what was said', async (t) => {
    const { page } = await openApp(t);
    await say(page, 'plans for the garden');
    await button(page, '+ New').click();
    await say(page, 'the weather of tomorrow');

    await choose(page, 'plans for the garden', 'Rename chat');
    const title = page.getByRole('textbox', { name: 'Chat title', exact: true });
    await title.fill('Summer');
    await title.press('Enter');
    await row(page, 'Summer').click();
    await page.getByRole('heading', { name: 'Summer', level: 1 }).waitFor();
    await log(page).getByText('plans for the garden', exact).waitFor();
    await choose(page, 'Summer', 'Rename chat');
    await title.fill('Winter');
    await title.press('Escape');
    await row(page, 'Summer').waitFor();

    const search = page.getByRole('textbox', { name: 'Search chats', exact: true });
    for (const [words, found, hidden] of [['garden', 'Summer', 'the weather of tomorrow'], ['WEATHER', 'the weather of tomorrow', 'Summer']]) {
        await search.fill(words);
        await row(page, hidden).waitFor({ state: 'detached' });
        await row(page, found).waitFor();
        assert.equal(await row(page, hidden).count(), 0);
    }
    await search.fill('nobody said this');
    await sidebar(page).getByText('Nothing found for “nobody said this”', exact).waitFor();
    await search.press('Escape');
    await row(page, 'Summer').waitFor();
    assert.equal(await search.inputValue(), '');

    await choose(page, 'Summer', 'Delete chat');
    await row(page, 'Summer').waitFor({ state: 'detached' });
    await page.getByRole('status').getByRole('button', { name: 'Undo', exact: true }).click();
    await row(page, 'Summer').click();
    await log(page).getByText('plans for the garden', exact).waitFor();
    await choose(page, 'the weather of tomorrow', 'Delete chat');
    await row(page, 'the weather of tomorrow').waitFor({ state: 'detached' });
    await page.reload();
    await ready(page);
    await row(page, 'Summer').waitFor();
    assert.equal(await row(page, 'the weather of tomorrow').count(), 0);
});

test('the search finds what was said in chats that were not opened since the page was, and Enter opens the first', async (t) => {
    const { page } = await openApp(t);
    for (const words of ['about the summer', 'about the winter']) {
        await button(page, '+ New').click();
        for (const said of [words, `${words}: it is remembered`]) {
            await composerOf(page).fill(said);
            await composerOf(page).press('Enter');
            await log(page).getByText(said, exact).waitFor();
        }
    }
    await page.reload();
    await ready(page);
    const search = page.getByRole('textbox', { name: 'Search chats', exact: true });
    await search.fill('SUMMER: it is rem');
    await row(page, 'about the winter').waitFor({ state: 'detached' });
    await row(page, 'about the summer').waitFor();
    await search.press('Enter');
    await log(page).getByText('about the summer: it is remembered', exact).waitFor();
    await search.fill('it is remembered');
    await row(page, 'about the winter').waitFor();
    await search.press('Escape');
    assert.equal(await search.inputValue(), '');
});

test('the theme and the language are chosen in the settings, and stay after a reload', async (t) => {
    const { page, context } = await openApp(t, { context: { colorScheme: 'dark' } });
    await colourBecomes(page, context, '#0f1115');
    await button(page, 'Settings').click();
    const theme = page.getByRole('group', { name: 'Theme', exact: true });
    assert.equal(await theme.getByRole('button', { name: 'As the system', pressed: true }).count(), 1);
    await theme.getByRole('button', { name: 'Light', exact: true }).click();
    await colourBecomes(page, context, '#fbfbfd');
    await page.getByRole('group', { name: 'Language', exact: true }).getByRole('button', { name: '한국어', exact: true }).click();
    await page.getByRole('heading', { name: '설정', level: 2 }).waitFor();
    await button(page, '닫기').click();
    await page.getByRole('textbox', { name: '메시지', exact: true }).waitFor();
    await page.reload();
    await ready(page);
    await row(page, '설정').click();
    await colourBecomes(page, context, '#fbfbfd');
    await page.getByRole('group', { name: '언어', exact: true }).getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings', level: 2 }).waitFor();
});

test('the shortcuts lead to the search, to the composer and to the inspector, wherever the focus is', async (t) => {
    const { page } = await openApp(t);
    const focused = (name) => page.waitForFunction((label) => document.activeElement?.ariaLabel === label, name);
    await page.keyboard.press('Control+k');
    await focused('Search chats');
    await page.keyboard.press('Control+/');
    await focused('Message');
    await page.keyboard.type('half a thought');
    const inspector = page.getByRole('complementary', { name: 'Inspector', exact: true });
    await inspector.waitFor();
    await page.keyboard.press('Control+b');
    await inspector.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+b');
    await inspector.waitFor();
    await focused('Message');
    assert.equal(await composerOf(page).inputValue(), 'half a thought');
});
