// What went wrong in the sign-in of other clients, tried on the page: one test a weakness. What pure code shows of the same rows
// is in tests/security; what concerns the two pages of the sign-in alone, in sign_in_pages.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { BY_HAND } from '../peers/quirks.mjs';
import { button, closesAfter, connect, enterSignInSettings, finished, openAddServer, openApp, run } from './support/page.mjs';

const options = { timeout: 60_000 };
const LOCAL = 'http://localhost';

async function hostilePair(t, quirk) {
    const pair = await startPair('hostile', quirk);
    atEnd(t, pair.stop);
    const seen = async () => (await fetch(`${pair.home}/_seen`)).json();
    return { ...pair, seen, asked: async (path) => (await seen()).filter((one) => one.path === path) };
}

/** Types the server's address and presses Connect; `windows` are the addresses that other windows have been at. */
async function begin(t, address, settings) {
    const opened = await openApp(t, { allow: [LOCAL] });
    const windows = [];
    opened.context.on('page', (window) => window.on('framenavigated', (frame) => windows.push(frame.url())));
    await openAddServer(opened.page);
    if (settings) await enterSignInSettings(opened.page, settings);
    await connect(opened.page, address);
    return { ...opened, windows };
}

const trouble = (page, words) => page.getByRole('alert').filter({ hasText: words }).first();

/** A window of ours may have opened on the click; it has gone nowhere. */
function wentNowhere(windows, address) {
    for (const url of windows) assert.ok(url === 'about:blank' || url.startsWith(address), url);
}

for (const address of ['javascript:document.title="intruded"', 'data:text/html,<p>intruded', 'file:///etc/passwd', 'http://evil.example/authorize', '//evil.example/authorize', 'ms-settings:'])
    test(`CVE-2025-58444, H1 3211031, CVE-2025-58747, openai/codex#37077: ${address.slice(0, 20)} is not opened`, options, async (t) => {
        const pair = await hostilePair(t, { metadata: () => ({ authorization_endpoint: address }) });
        const { page, windows, address: own } = await begin(t, pair.resource);
        await trouble(page, /address/i).waitFor();
        wentNowhere(windows, own);
        assert.notEqual(await page.title(), 'intruded');
        assert.deepEqual(await pair.asked('/register'), []);
        await button(page, 'Try again').waitFor();
        const card = page.getByRole('main').getByRole('region', { name: 'The address is not https', exact: true });
        if (address.startsWith('http:')) assert.match(await card.innerText(), /https: address of evil\.example/);
        else assert.equal(await card.count(), 0);
    });

test('CVE-2025-4144: without PKCE nobody is sent anywhere', options, async (t) => {
    const pair = await hostilePair(t, { metadata: () => ({ code_challenge_methods_supported: ['plain'] }) });
    const { page, windows, address } = await begin(t, pair.resource);
    await trouble(page, /PKCE/).waitFor();
    wentNowhere(windows, address);
    assert.deepEqual(await pair.asked('/authorize'), []);
});

test('vercel/ai#15966: metadata that names another issuer is not used', options, async (t) => {
    const honest = await hostilePair(t, {});
    const pair = await hostilePair(t, { named: () => honest.issuer, metadata: () => ({ token_endpoint: 'http://localhost:9/stolen' }) });
    const { page, windows, address } = await begin(t, pair.resource);
    await trouble(page, /issuer|another/i).waitFor();
    wentNowhere(windows, address);
    assert.deepEqual(await honest.seen(), []);
    assert.deepEqual(await pair.asked('/register'), []);
});

test('vercel/ai#15966: a secret entered for one issuer never reaches another', options, async (t) => {
    const thief = await hostilePair(t, {});
    let changed = false;
    const pair = await hostilePair(t, { door: { says: () => (changed ? { authorization_servers: [thief.issuer] } : {}) } });
    const { page } = await begin(t, pair.resource, { clientId: BY_HAND.id, clientSecret: BY_HAND.secret });
    await button(page, 'Disconnect').waitFor();
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    await button(page, 'Sign out').click();
    await page.getByText('Nobody is signed in here.').waitFor();
    changed = true;
    await button(page, 'Connect again').click();
    await trouble(page, /another sign-in provider/).waitFor();
    for (const { query, form } of await thief.seen()) assert.doesNotMatch(JSON.stringify({ query, form }), new RegExp(BY_HAND.secret));
    assert.deepEqual(await thief.asked('/authorize'), []);
    assert.deepEqual(await thief.asked('/token'), []);
});

test('oauth-v2-1#215: a server that names a victim’s resource gets no token for it', options, async (t) => {
    const pair = await hostilePair(t, { door: { says: () => ({ resource: 'https://victim.example/mcp' }) } });
    const { page, windows, address } = await begin(t, pair.resource);
    await trouble(page, /resource|victim|belongs/i).waitFor();
    wentNowhere(windows, address);
    assert.deepEqual(await pair.asked('/authorize'), []);
    assert.deepEqual(await pair.asked('/register'), []);
});

const FOREIGN_STATE = 'wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Windows that come can be looked at: it would count as a click, with which a page of ours goes to the provider by itself. */
const nobodyClicks = (context) => context.addInitScript(() => {
    Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } });
});

/** A window at the callback page, whose answer nobody takes: it has become the app, which says that it asked for no such answer. */
async function refusesAnswer(window, address) {
    await window.waitForURL(address);
    await window.getByText('An answer to a sign-in came that this page did not begin, or that is over.').first().waitFor();
    assert.equal(await window.getByText('intruded').count(), 0);
}

/** Another window of this browser comes to the callback page with `query`, is refused, and is closed. */
async function comesBack(context, address, query) {
    const window = await context.newPage();
    await window.goto(`${address}callback.html?${query}`);
    await refusesAnswer(window, address);
    await window.close();
}

test('CVE-2026-31944, CVE-2026-42073: answers that nobody asked for change nothing; the right one counts once', options, async (t) => {
    const pair = await hostilePair(t, { asks: true });
    const { page, context, address, windows } = await begin(t, pair.resource);
    const provider = await new Promise((resolve) => {
        const look = setInterval(() => {
            const at = context.pages().find((window) => window.url().startsWith(pair.home));
            if (!at) return;
            clearInterval(look);
            resolve(at);
        }, 50);
    });
    await nobodyClicks(context);
    const right = new URL(await provider.getByRole('link', { name: 'Go on' }).getAttribute('href'));
    for (const query of [
        `code=evil&state=${FOREIGN_STATE}`, 'code=evil', 'error=access_denied&error_description=intruded',
        `error=access_denied&error_description=intruded&state=${FOREIGN_STATE}`,
    ]) await comesBack(context, address, query);
    await page.bringToFront(); // it draws only there
    await button(page, 'Open it again').waitFor();
    assert.equal(await page.getByText('intruded').count(), 0);
    assert.deepEqual(await pair.asked('/token'), []);
    // The person goes on, and is signed in.
    await closesAfter(provider, () => provider.getByRole('link', { name: 'Go on' }).click());
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
    assert.equal((await pair.asked('/token')).length, 1);
    // The same answer again, in whichever window.
    await comesBack(context, address, right.search.slice(1));
    await page.bringToFront();
    await run(page, 'echo', { text: 'still here' });
    await page.getByText('still here').first().waitFor();
    const exchanges = await pair.asked('/token');
    assert.deepEqual(exchanges.map(({ form }) => form.code), [right.searchParams.get('code')]);
    assert.ok(windows.every((url) => !url.includes('evil') || url.startsWith(address)));
});

const answered = { 'a code': {}, 'a refusal': { authorize: () => ['access_denied', 'intruded'] } };

for (const [kind, answer] of Object.entries(answered)) for (const [what, quirk] of [
    ['another iss', { answers: () => ({ iss: 'https://evil.example' }) }],
    ['no iss where one was promised', { metadata: () => ({ authorization_response_iss_parameter_supported: true }) }],
]) test(`CVE-2026-42073: ${kind} with ${what} is not used, nor are its words shown`, options, async (t) => {
    const pair = await hostilePair(t, { ...answer, ...quirk });
    const { page } = await begin(t, pair.resource);
    await trouble(page, /The answer to the sign-in (?:comes from another provider|does not say which provider)/).waitFor();
    assert.equal(await page.getByText('intruded').count(), 0);
    assert.deepEqual(await pair.asked('/token'), []);
});

for (const [kind, answer] of Object.entries(answered)) test(`CVE-2026-42073: ${kind} with another state is not used, nor are its words shown`, options, async (t) => {
    const pair = await hostilePair(t, { ...answer, answers: () => ({ state: FOREIGN_STATE }) });
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    await nobodyClicks(context);
    await openAddServer(page);
    const opened = page.waitForEvent('popup');
    await connect(page, pair.resource);
    await refusesAnswer(await opened, address);
    await page.bringToFront();
    await button(page, 'Open it again').waitFor(); // who came is not whom it waits for
    assert.equal(await page.getByText('intruded').count(), 0);
    // It draws, and nothing more came of it.
    await page.getByRole('region', { name: 'connecting', exact: true }).getByRole('button', { name: 'Cancel', exact: true }).click();
    await button(page, 'Connect again').waitFor();
    assert.equal(await page.getByText('intruded').count(), 0);
    assert.deepEqual(await pair.asked('/token'), []);
    assert.equal((await pair.asked('/authorize')).length, 1);
});

test('CVE-2026-1721, CVE-2025-62800: what the provider says is text, also in the app', options, async (t) => {
    const words = '<img src=x onerror="document.title=\'intruded\'">';
    const pair = await hostilePair(t, { authorize: () => ['access_denied', words] });
    const { page } = await begin(t, pair.resource);
    await trouble(page, words).waitFor();
    assert.notEqual(await page.title(), 'intruded');
    assert.equal(await page.locator('img').count(), 0);
});

test('librefang#3759: the sign-in window has no opener', options, async (t) => {
    const pair = await hostilePair(t, { asks: true });
    const { page, context } = await begin(t, pair.resource);
    await button(page, 'Open it again').waitFor();
    const link = context.pages().find((window) => window !== page).getByRole('link', { name: 'Go on' });
    await link.waitFor();
    assert.equal(await link.evaluate(() => window.opener), null);
});

for (const [what, more] of [
    ['huge', () => ({ x: 'x'.repeat(12_000_000) })],
    ['deep', () => ({ x: Array.from({ length: 1_000 }).reduce((inner) => [inner], 0) })],
]) test(`any: ${what} metadata is refused, and the page lives`, options, async (t) => {
    const pair = await hostilePair(t, { metadata: more });
    const { page } = await begin(t, pair.resource);
    await trouble(page, /large|big|deep|much/i).waitFor();
    await button(page, 'Try again').waitFor();
});
