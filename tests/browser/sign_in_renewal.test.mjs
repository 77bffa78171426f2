// What the tokens of some rows of tests/peers/quirks.mjs are worth in the page: who they are for, and how they are renewed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { BY_HAND, QUIRKS } from '../peers/quirks.mjs';
import { until } from './support/browser.mjs';
import { button, connect, enterSignInSettings, finished, openAddServer, openApp, run } from './support/page.mjs';

const options = { timeout: 60_000 };
const byHand = { clientId: BY_HAND.id };
// All of the panel at once: what is scrolled away is no element.
const TALL = { viewport: { width: 1440, height: 1800 } };

/** The page, signed in at a provider like `row`; `refreshes()` are the refresh tokens that came back to it so far, in order. */
async function signedIn(t, row, { settings = {}, seconds } = {}) {
    const pair = await startPair(row, QUIRKS[row], { seconds });
    atEnd(t, pair.stop);
    const opened = await openApp(t, { allow: ['http://localhost'], context: TALL });
    const { page } = opened;
    await openAddServer(page);
    const entered = typeof settings === 'function' ? settings(pair.resource) : settings;
    if (Object.keys(entered).length > 0) await enterSignInSettings(page, entered);
    await connect(page, pair.resource);
    await button(page, 'Disconnect').waitFor();
    const asked = async (path) => (await (await fetch(new URL('/_seen', pair.home))).json()).filter((one) => one.path === path).map(({ form, query }) => ({ ...form, ...query }));
    const refreshes = async () => (await asked('/token')).filter(({ grant_type }) => grant_type === 'refresh_token');
    return { ...opened, pair, asked, refreshes };
}

async function echoes(page, text) {
    await run(page, 'echo', { text });
    assert.match(await (await finished(page, 'echo')).innerText(), new RegExp(text));
}

async function panel(page) {
    await page.getByRole('tab', { name: 'Sign-in', exact: true }).click();
    const found = page.getByRole('tabpanel', { name: 'Sign-in', exact: true });
    await found.getByRole('button', { name: 'Refresh now', exact: true }).waitFor();
    return found;
}
const claims = (shown) => shown.getByRole('region', { name: 'Token claims', exact: true });
const audience = (shown, value) => claims(shown).getByRole('treeitem', { name: `aud: "${value}"`, exact: true });

test('auth0: the audience that was entered goes along, and is what the token is for', options, async (t) => {
    const { page, asked } = await signedIn(t, 'auth0', { settings: { extra: 'audience=todo-api', resourceIndicator: 'off' } });
    const [query] = await asked('/authorize');
    assert.deepEqual([query.audience, query.resource], ['todo-api', undefined]);
    await audience(await panel(page), 'todo-api').waitFor();
    await echoes(page, 'here');
});

for (const row of ['auth0', 'logto']) test(`${row}: without a resource the token is opaque, and as good; with one it is a JWT for the server`, options, async (t) => {
    const settings = row === 'logto' ? byHand : {};
    const opaque = await signedIn(t, row, { settings: { ...settings, resourceIndicator: 'off' } });
    assert.equal((await opaque.asked('/authorize'))[0].resource, undefined);
    const shown = await panel(opaque.page);
    assert.equal(await claims(shown).count(), 0);
    await echoes(opaque.page, 'here');
    const jwt = await signedIn(t, row, { settings });
    await audience(await panel(jwt.page), jwt.pair.resource).waitFor();
    await echoes(jwt.page, 'here');
});

test('logto: what is no absolute URI is refused in the provider’s words', options, async (t) => {
    const pair = await startPair('logto', QUIRKS.logto);
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: ['http://localhost'] });
    await openAddServer(page);
    await enterSignInSettings(page, { ...byHand, extra: 'resource=todo-api' });
    await connect(page, pair.resource);
    await page.getByRole('alert').filter({ hasText: 'resource indicator must be an absolute URI' }).first().waitFor();
});

test('entra: a refresh names no resource either', options, async (t) => {
    const { page, refreshes } = await signedIn(t, 'entra', { seconds: 4, settings: (address) => ({ ...byHand, scope: `${address}/.default`, resourceIndicator: 'off' }) });
    await until(async () => (await refreshes()).length >= 1);
    for (const { resource } of await refreshes()) assert.equal(resource, undefined);
    await echoes(page, 'here');
});

test('entra: a refresh token that has ended, as all do after a day, leads to one clean sign-in', options, async (t) => {
    const { page, pair, asked, refreshes } = await signedIn(t, 'entra', { seconds: 4, settings: (address) => ({ ...byHand, scope: `${address}/.default`, resourceIndicator: 'off' }) });
    await until(async () => (await refreshes()).length >= 1);
    await fetch(new URL('/_end', pair.home), { method: 'POST' });
    const before = (await refreshes()).length;
    await until(async () => (await refreshes()).length > before);
    const ended = (await refreshes())[before].refresh_token;
    let windows = 0;
    page.on('popup', () => { windows++; });
    await echoes(page, 'here');
    assert.equal(windows, 1);
    assert.equal((await asked('/authorize')).length, 2);
    while ((await refreshes()).length === before + 1) {
        await page.waitForTimeout(1_000);
        await echoes(page, 'here');
    }
    assert.equal((await refreshes()).filter(({ refresh_token }) => refresh_token === ended).length, 1, 'what has ended is not sent again');
    assert.equal((await asked('/authorize')).length, 2);
});

test('cognito: no refresh token comes back, and the old one is used again and again', options, async (t) => {
    const { page, asked, refreshes } = await signedIn(t, 'cognito', { seconds: 4, settings: { ...byHand, withoutPkce: true } });
    await until(async () => (await refreshes()).length >= 3);
    assert.equal(new Set((await refreshes()).map(({ refresh_token }) => refresh_token)).size, 1);
    await echoes(page, 'here');
    assert.equal((await asked('/authorize')).length, 1);
});

for (const row of ['plain', 'linear', 'auth0']) test(`${row}: each renewal uses the newest refresh token`, options, async (t) => {
    const { page, asked, refreshes } = await signedIn(t, row, { seconds: 4 });
    await until(async () => (await refreshes()).length >= 3);
    const used = (await refreshes()).map(({ refresh_token }) => refresh_token);
    assert.equal(new Set(used).size, used.length);
    await echoes(page, 'here');
    assert.equal((await asked('/authorize')).length, 1);
});

for (const row of ['linear', 'auth0']) test(`${row}: where the old token stays good, a renewal whose answer got lost costs nothing`, options, async (t) => {
    const { page, asked, refreshes } = await signedIn(t, row, { seconds: 4 });
    let lost = 0;
    // Not the context's: that route fails while the window of the sign-in is being closed.
    await page.route((url) => url.pathname === '/token', async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch(); // it reached the provider
        return route.abort();
    });
    await until(async () => (await refreshes()).length >= 3);
    const [first, second, third] = (await refreshes()).map(({ refresh_token }) => refresh_token);
    assert.equal(second, first, 'the answer never came: the old one is all there is');
    assert.notEqual(third, second);
    await echoes(page, 'here');
    assert.equal((await asked('/authorize')).length, 1);
});

test('workers: a new sign-in ends the older grant, and the page goes on with the new one', options, async (t) => {
    const { page, asked } = await signedIn(t, 'workers');
    const shown = await panel(page);
    await shown.getByRole('button', { name: 'Sign in as someone else', exact: true }).click();
    await until(async () => (await asked('/token')).filter(({ grant_type }) => grant_type === 'authorization_code').length === 2);
    await echoes(page, 'here');
    const clients = (await asked('/authorize')).map(({ client_id }) => client_id);
    assert.equal(new Set(clients).size, 1, 'the registration was kept');
});
