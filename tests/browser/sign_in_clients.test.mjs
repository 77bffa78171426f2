// How a client lives that registered itself: at a real provider, which holds it to the scopes that it is registered for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEnd } from '../at_end.mjs';
import { startPair } from '../peers/quirky_pair.mjs';
import { until } from './support/browser.mjs';
import { button, connect, connected, enterSignInSettings, finished, openAddServer, openApp, run, startPeer } from './support/page.mjs';
import { account, add, LOCAL, open, signInAs, signInPanel, startTodos, todosSeen } from './support/todos.mjs';

const options = { timeout: 90_000 };

/** The page, connected as `admin` with one scope of three. */
async function openWithScope(t, peers, scope) {
    const { page } = await openApp(t, { allow: [LOCAL], context: { viewport: { width: 1440, height: 1800 } } });
    await openAddServer(page);
    await enterSignInSettings(page, { scope });
    await signInAs(page, 'admin', () => connect(page, peers.url));
    await connected(page);
    return page;
}

// [req:registration-scope]
test('a step-up at a provider that holds a client to its scopes: registered anew, and the old registration is deleted', options, async (t) => {
    const peers = await startTodos(t);
    const page = await openWithScope(t, peers, 'read:todos');
    await signInAs(page, 'admin', () => run(page, 'create-todo', { content: 'milk' }));
    await finished(page, 'create-todo');
    assert.deepEqual(peers.provider.lines(/^not authorized/), []);
    assert.equal(peers.provider.times(/^registered/), 2);
    await until(() => peers.provider.times(/^registration deleted/) === 1);
    // The same person is one account.
    const panel = await signInPanel(page);
    await panel.getByRole('row', { name: /^Scopes .*create:todos/ }).waitFor();
    assert.equal(await panel.getByRole('region', { name: 'Accounts', exact: true }).count(), 0);
    await button(page, 'Refresh now').click();
    await until(() => peers.provider.times(/^granted refresh_token/) === 1);
    assert.match(await todosSeen(page), /milk/);
});

// [req:registration-scope]
test('a second server with other scopes at the same provider, and the first one goes on as the client that it has', options, async (t) => {
    const peers = await startTodos(t);
    const page = await openWithScope(t, peers, 'read:todos');
    const second = await startPeer('todo_manager', { args: ['--issuer', peers.provider.url], t });
    await signInAs(page, 'admin', () => add(page, `${second.origin}/mcp`));
    const panel = await signInPanel(page);
    await panel.getByRole('row', { name: /^Scopes .*create:todos/ }).waitFor();
    assert.deepEqual(peers.provider.lines(/^not authorized/), []);
    assert.equal(peers.provider.times(/^registered/), 2);
    assert.equal(peers.provider.times(/^registration deleted/), 0);
    await page.getByRole('navigation').getByRole('button', { name: /^(Todo manager|localhost:)/ }).first().click();
    await panel.getByRole('row', { name: /^Scopes (?!.*create:todos)/ }).waitFor();
    await button(page, 'Refresh now').click();
    await until(() => peers.provider.times(/^granted refresh_token/) === 1);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
});

const signInAgain = (panel) => panel.getByRole('button', { name: 'Sign in', exact: true });

// [req:registration-unproven]
test('who closes the window and cancels signs in as the same client later, which can still be given back', options, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    const panel = await signInPanel(page);
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    for (let times = 0; times < 2; ++times) {
        const opened = page.waitForEvent('popup');
        await signInAgain(panel).click();
        const provider = await opened;
        await provider.getByRole('button', { name: 'Sign in as user' }).waitFor();
        await provider.close();
        await button(page, 'Cancel').first().click();
        await signInAgain(panel).waitFor();
    }
    await signInAs(page, 'user', () => signInAgain(panel).click());
    await button(page, 'Refresh now').waitFor();
    assert.equal(peers.provider.times(/^registered/), 1);
    await button(page, 'Forget client').click();
    await button(page, 'Forget client').click();
    await until(() => peers.provider.times(/^registration deleted/) === 1);
});

// [req:registration-unproven]
test('in this page, at a provider that has forgotten the client: the second try works by itself', options, async (t) => {
    const pair = await startPair('forgetful', {});
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: [LOCAL] });
    await openAddServer(page);
    await connect(page, pair.resource);
    await connected(page);
    const panel = await signInPanel(page);
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    await fetch(new URL('/_forget', pair.home), { method: 'POST' });
    const leave = async () => {
        await page.evaluate(() => { window.open = () => null; });
        await signInAgain(page).first().click();
        await button(page, 'Sign in in this page').first().click();
    };
    await leave();
    await page.getByText('There is no such client').waitFor();
    await page.goBack();
    await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
    await signInPanel(page);
    await leave();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
});

// [req:registration-forgotten]
test('a client that the provider has deleted meanwhile is registered anew by one click', options, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    const registered = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/reg') && response.request().method() === 'POST');
    await signInAs(page, 'user', () => add(page, peers.url));
    await connected(page);
    const panel = await signInPanel(page);
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    const { registration_client_uri: address, registration_access_token: token } = await (await registered).json();
    await fetch(address, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
    await until(() => peers.provider.times(/^registration deleted/) === 1);
    await signInAs(page, 'user', () => signInAgain(panel).click());
    await account(page, 'user').waitFor();
    assert.equal(peers.provider.times(/^registered/), 2);
    await todosSeen(page);
});

test('who has an initial access token registers with it', options, async (t) => {
    const pair = await startPair('initial', { register: ({ authorization }) => (authorization === 'Bearer once-only-token' ? undefined : { status: 401, body: { error: 'invalid_token' } }) });
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: [LOCAL] });
    await openAddServer(page);
    await connect(page, pair.resource);
    await page.getByRole('alert').filter({ hasText: 'The provider refused to register Parley' }).first().waitFor();
    await page.getByLabel('Initial access token', { exact: true }).fill('once-only-token');
    await button(page.getByRole('main'), 'Try again').click();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'echo', { text: 'here' });
    await finished(page, 'echo');
});

test('a resource that was entered is asked for in place of the address, at every step', options, async (t) => {
    const pair = await startPair('resource', {});
    atEnd(t, pair.stop);
    const { page } = await openApp(t, { allow: [LOCAL] });
    await openAddServer(page);
    await enterSignInSettings(page, { resourceIndicator: 'value' });
    await page.getByLabel('Resource', { exact: true }).fill('https://todo.example/api');
    await connect(page, pair.resource);
    await connected(page);
    await signInPanel(page);
    const asked = async (path) => (await (await fetch(new URL('/_seen', pair.home))).json()).filter((one) => one.path === path && one.method !== 'OPTIONS');
    await button(page, 'Refresh now').click();
    await until(async () => (await asked('/token')).length === 2);
    const [{ query }] = await asked('/authorize');
    for (const { resource } of [query, ...(await asked('/token')).map(({ form }) => form)]) assert.equal(resource, 'https://todo.example/api');
});

// [req:forget-all]
test('forgetting the client signs out every account that it has, here and at another server; one that is only kept can be forgotten too', options, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user', { context: { viewport: { width: 1440, height: 1800 } } });
    const panel = await signInPanel(page);
    await signInAs(page, 'admin', () => button(page, 'Sign in as someone else').click());
    await account(page, 'admin').waitFor();
    const second = await startPeer('todo_manager', { args: ['--issuer', peers.provider.url], t });
    await signInAs(page, 'user', () => add(page, `${second.origin}/mcp`));
    const rows = page.getByRole('navigation').getByRole('button', { name: /^Todo manager/ });
    await until(async () => await rows.count() === 2);
    await signInPanel(page);
    await account(page, 'user').waitFor();
    await button(page, 'Forget client').click();
    await panel.getByText(/^Accounts that this signs out \(3\): .*admin \(Todo manager\), .*user \(Todo manager\)/).waitFor();
    await button(page, 'Forget client').click();
    await until(() => peers.provider.times(/^registration deleted/) === 1);
    assert.ok(peers.provider.times(/^grant revoked/) >= 3);
    for (const index of [0, 1]) {
        await rows.nth(index).click();
        await panel.getByText('Nobody is signed in here.').waitFor();
        assert.equal(await panel.getByRole('region', { name: 'Accounts', exact: true }).count(), 0);
        await button(page, 'Disconnect').waitFor({ state: 'detached' });
    }

    await signInAs(page, 'user', () => signInAgain(panel).click());
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    await button(page, 'Forget client').click();
    await button(page, 'Forget client').click();
    await until(() => peers.provider.times(/^registration deleted/) === 2);
    await button(page, 'Forget client').waitFor({ state: 'detached' });
});
