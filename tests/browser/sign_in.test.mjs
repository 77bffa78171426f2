// The sign-in as a person goes through it: oidc-provider's own pages, the todo manager behind them, two people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './support/browser.mjs';
import { button, connected, finished, openApp, run, toolRun } from './support/page.mjs';
import { account, add, addInThisPage, freePort, leaveForProvider, LOCAL, open, signInAs, signInAtStart, signInPanel, startTodos, todosSeen } from './support/todos.mjs';

test('two people see what their roles allow, one after the other, without a reload', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    const loads = await page.evaluate(() => performance.timeOrigin);
    await run(page, 'create-todo', { content: 'milk for everybody' });
    await finished(page, 'create-todo');
    const panel = await signInPanel(page);
    await account(page, 'user').waitFor();

    await signInAs(page, 'admin', () => button(page, 'Sign in as someone else').click());
    await account(page, 'admin').waitFor();
    // read:todos: everybody's.
    assert.match(await todosSeen(page), /milk for everybody/);
    await run(page, 'create-todo', { content: 'the admin’s own' });
    await finished(page, 'create-todo');

    // Back to the first one, whose token is still there: a click, no provider.
    await panel.getByRole('region', { name: 'Accounts' }).getByRole('button', { name: 'user', exact: true }).click();
    await account(page, 'user').waitFor();
    await connected(page);
    await until(async () => !/the admin’s own/.test(await todosSeen(page)));
    assert.equal(await page.evaluate(() => performance.timeOrigin), loads);

    // The other one signs out; who is in use notices nothing.
    const revoked = peers.provider.times(/^grant revoked/);
    await button(page, 'Sign out admin').click();
    await until(() => peers.provider.times(/^grant revoked/) > revoked);
    await button(page, 'Sign out admin').waitFor({ state: 'detached' });
    await account(page, 'user').waitFor();
    await todosSeen(page);
});

/** Creates a todo, and resolves to its id. */
async function create(page, content) {
    await run(page, 'create-todo', { content });
    const card = await finished(page, 'create-todo');
    return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(await card.ariaSnapshot())[0];
}

test('a user deletes what is their own', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    const id = await create(page, 'done with this');
    await create(page, 'this stays');
    await run(page, 'delete-todo', { id });
    await finished(page, 'delete-todo');
    const left = await todosSeen(page);
    assert.match(left, /this stays/);
    assert.doesNotMatch(left, /done with this/);
});

test('an admin deletes what somebody else made, and then it is gone for its owner too', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    const id = await create(page, 'nobody needs this');
    await create(page, 'this stays');
    const panel = await signInPanel(page);
    await signInAs(page, 'admin', () => button(page, 'Sign in as someone else').click());
    await account(page, 'admin').waitFor();
    await run(page, 'delete-todo', { id });
    await finished(page, 'delete-todo');
    await panel.getByRole('region', { name: 'Accounts' }).getByRole('button', { name: 'user', exact: true }).click();
    await account(page, 'user').waitFor();
    await connected(page);
    const left = await todosSeen(page);
    assert.match(left, /this stays/);
    assert.doesNotMatch(left, /nobody needs this/);
});

test('what the role does not have is refused in words, and nobody is asked for ever', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'admin');
    const id = await create(page, 'not yours');
    await signInPanel(page);
    await signInAs(page, 'user', () => button(page, 'Sign in as someone else').click());
    await account(page, 'user').waitFor();
    // The scope was asked for at the sign-in, and the provider did not give it to this person: asking again would not help.
    await run(page, 'delete-todo', { id });
    const refused = toolRun(page, 'delete-todo', 'failed');
    await refused.waitFor();
    assert.match(await refused.innerText(), /delete:todos|does not allow|not allowed|refused/i);
});

test('tokens of six seconds are renewed by themselves, each refresh token once', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6'] });
    const { page } = await open(t, peers, 'user');
    await until(() => peers.provider.times(/^granted refresh_token/) >= 3);
    await todosSeen(page);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(peers.provider.times(/^grant revoked/), 0);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('two tabs renew once a period, and nobody is signed out', { timeout: 400_000 }, async (t) => {
    const seconds = Number(process.env.PARLEY_TWO_TABS_SECONDS ?? 180);
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6'] });
    const { page, context, address } = await open(t, peers, 'user');
    const second = await context.newPage();
    await second.goto(address);
    await connected(second);
    const before = peers.provider.times(/^granted refresh_token/);
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) for (const tab of [page, second]) {
        await todosSeen(tab);
        await tab.waitForTimeout(1_500);
    }
    const renewals = peers.provider.moments(/^granted refresh_token/).slice(before);
    t.diagnostic(`${seconds} s: renewed ${renewals.length} times`);
    // A refresh token that comes twice is refused, and ends the grant.
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(peers.provider.times(/^grant revoked/), 0);
    // A token is due after three quarters of its six seconds. A second renewal in one period would come right after the first.
    const period = 4_500;
    const gaps = renewals.slice(1).map((at, index) => Math.round(at - renewals[index]));
    assert.deepEqual(gaps.filter((gap) => gap < period / 2), [], `two renewals in one period: ${gaps} ms`);
    const periods = Math.ceil((renewals.at(-1) - renewals[0]) / period);
    assert.ok(renewals.length >= 2 && renewals.length <= periods + 1, `${renewals.length} renewals in ${periods} periods`);
});

test('signing out revokes the token and forgets it here; forgetting the client deletes the registration', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    await signInPanel(page);
    await button(page, 'Sign out').click();
    await page.getByText('Nobody is signed in here.').waitFor();
    await until(() => peers.provider.times(/^grant revoked/) > 0);

    await signInAs(page, 'user', () => page.getByRole('tabpanel', { name: 'Sign-in' }).getByRole('button', { name: 'Sign in', exact: true }).click());
    await button(page, 'Refresh now').waitFor();
    assert.equal(peers.provider.times(/^registered/), 1); // the client was kept
    await button(page, 'Refresh now').click();
    await until(() => peers.provider.times(/^granted refresh_token/) > 0);
    await button(page, 'Forget client').click();
    await page.getByText('This signs out and gives the registration back.').waitFor();
    await button(page, 'Forget client').click();
    await until(() => peers.provider.times(/^registration deleted/) > 0);
    await page.getByText('Nobody is signed in here.').waitFor();
});

test('opaque tokens and a known list of resources are as good', { timeout: 90_000 }, async (t) => {
    const port = await freePort();
    const url = `http://localhost:${port}/mcp`;
    const peers = await startTodos(t, { provider: ['--opaque', '--resource', url], todos: ['--opaque'], port });
    assert.equal(peers.url, url);
    const { page } = await open(t, peers, 'user');
    await todosSeen(page);
    const panel = await signInPanel(page);
    await panel.getByText(peers.url).waitFor(); // what the token is for
    assert.equal(await panel.getByText('decoded, not verified').count(), 0);
});

test('tomorrow, when the access token has run out, the person is still signed in', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context, address } = await open(t, peers, 'user');
    await run(page, 'create-todo', { content: 'water the plants' });
    await finished(page, 'create-todo');
    await page.close();
    const again = await context.newPage();
    let windows = 0;
    again.on('popup', () => { windows++; });
    await again.addInitScript(() => {
        const now = Date.now;
        Date.now = () => now() + 24 * 3_600_000;
    });
    await again.goto(address);
    await connected(again);
    assert.match(await todosSeen(again), /water the plants/);
    assert.equal(peers.provider.times(/^granted refresh_token/), 1);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(windows, 0);
});

test('a tab that slept for a day goes on as if nothing had been', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6'] });
    const { page, context } = await open(t, peers, 'user');
    const renewals = () => peers.provider.times(/^granted refresh_token/);
    await until(() => renewals() > 0); // by itself, as long as it is awake
    const debuggee = await context.newCDPSession(page);
    await page.evaluate(() => {
        const now = Date.now;
        Date.now = () => now() + (globalThis.nextDay ? 24 * 3_600_000 : 0);
    });
    await debuggee.send('Debugger.enable');
    const stands = new Promise((resolve) => { debuggee.once('Debugger.paused', resolve); });
    await debuggee.send('Debugger.pause');
    const { callFrames: [{ callFrameId }] } = await stands;
    const before = renewals();
    await sleep(10_000);
    assert.equal(renewals(), before, 'it stands still, and the provider has ended its token');
    await debuggee.send('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'globalThis.nextDay = true' });
    await debuggee.send('Debugger.disable');
    await todosSeen(page);
    assert.ok(renewals() > before);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('a tab that slept while another one renewed goes on with what that one has', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t, { provider: ['--access-token-seconds', '6'] });
    const { page, context, address } = await open(t, peers, 'user');
    const debuggee = await context.newCDPSession(page);
    await debuggee.send('Debugger.enable');
    const stands = new Promise((resolve) => { debuggee.once('Debugger.paused', resolve); });
    await debuggee.send('Debugger.pause');
    await stands;
    const awake = await context.newPage();
    await awake.goto(address);
    await connected(awake);
    const before = peers.provider.times(/^granted refresh_token/);
    await until(() => peers.provider.times(/^granted refresh_token/) >= before + 3); // each of them good for once
    await debuggee.send('Debugger.disable');
    await page.bringToFront();
    await todosSeen(page);
    await awake.bringToFront();
    await todosSeen(awake);
    assert.deepEqual(peers.provider.lines(/^refused/), []);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('where the browser opens no window this page goes there, and comes back signed in', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    await addInThisPage(page, peers.url, 'user');
    await connected(page);
    await todosSeen(page);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
});

test('who wants no window signs in in this page, by the keyboard', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context } = await openApp(t, { allow: [LOCAL] });
    // As long after a click as if it were forgotten.
    await page.evaluate(() => Object.defineProperty(navigator, 'userActivation', { value: { isActive: false } }));
    await add(page, peers.url);
    const here = button(page, 'Sign in in this page').first();
    await here.waitFor();
    await here.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign in as user' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await connected(page);
    assert.equal(context.pages().length, 1, 'no window was opened');
});

test('on a phone this page goes to the provider, and comes back signed in, with what was being written', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context } = await openApp(t, { allow: [LOCAL], context: { viewport: { width: 390, height: 844 }, hasTouch: true } });
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill('half a thought');
    await page.goto(`${page.url().split('#')[0]}#connect=${encodeURIComponent(peers.url)}`);
    await page.reload();
    await button(page, 'Connect').click();
    await page.getByRole('button', { name: 'Sign in as user' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await until(async () => await composer.isVisible() && await composer.inputValue() === 'half a thought');
    assert.equal(context.pages().length, 1, 'no other page was opened');
    await until(() => peers.provider.times(/^granted authorization_code/) === 1);
    await page.getByText('3 tools on').waitFor();
    await run(page, 'get-todos');
    await finished(page, 'get-todos');
});

test('who signs out in one tab is signed out in the other, which is connected no more', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context, address } = await open(t, peers, 'user');
    const second = await context.newPage();
    await second.goto(address);
    await connected(second);
    await signInPanel(page);
    await button(page, 'Sign out').click();
    await page.getByText('Nobody is signed in here.').waitFor();
    await button(second, 'Disconnect').waitFor({ state: 'detached' });
    await signInPanel(second);
    await second.getByText('Nobody is signed in here.').waitFor();
    // And who signs in again is signed in in both.
    await page.bringToFront();
    await signInAs(page, 'admin', () => page.getByRole('tabpanel', { name: 'Sign-in', exact: true }).getByRole('button', { name: 'Sign in', exact: true }).click());
    await account(page, 'admin').waitFor();
    await second.bringToFront();
    await button(second, 'Disconnect').waitFor();
    await account(second, 'admin').waitFor();
    await todosSeen(second);
});

test('the timeline says of each step what was asked, what came and how long it took', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    const opened = page.waitForEvent('popup');
    await add(page, peers.url);
    const provider = await opened;
    await provider.getByRole('button', { name: 'Sign in as user' }).waitFor();
    await page.bringToFront();
    const timeline = page.getByRole('region', { name: 'connecting', exact: true });
    await button(timeline, 'Open it again').waitFor();
    const words = (await timeline.innerText()).replaceAll(/\s+/g, ' ');
    const { host } = new URL(peers.provider.url);
    for (const step of [
        /Reach the server [\d.]+ m?s POST \/mcp → 401/,
        /Find who protects it [\d.]+ m?s \/\.well-known\/oauth-protected-resource\/mcp → http:\S+\/oidc/,
        /Read the authorization server [\d.]+ m?s OpenID metadata, issuer \S+ matches, PKCE S256, registration, refresh, revocation/,
        /Register this client [\d.]+ m?s dynamic registration → client/,
        new RegExp(`Sign in at ${host} A window is open; waiting for you\\.`),
        new RegExp(`Exchange the code waits for: Sign in at ${host}`),
        /Ask what it speaks waits for: Exchange the code/,
        /List its tools waits for: Ask what it speaks/,
    ]) assert.match(words, step);
});

test('by the keyboard alone: connected, refreshed, somebody else, signed out, the client forgotten', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    const press = async (wanted) => {
        await wanted.click({ trial: true }); // waits until it can be pressed: not while something else is under way
        await wanted.focus();
        await page.keyboard.press('Enter');
    };
    await press(button(page, 'Add server').first());
    const address = page.getByRole('textbox', { name: 'Server address', exact: true });
    await address.waitFor();
    await address.focus();
    await page.keyboard.insertText(peers.url);
    await signInAs(page, 'user', () => page.keyboard.press('Enter'));
    await connected(page);
    await press(page.getByRole('tab', { name: 'Sign-in', exact: true }));
    await account(page, 'user').waitFor();
    await press(button(page, 'Refresh now'));
    await until(() => peers.provider.times(/^granted refresh_token/) === 1);
    await signInAs(page, 'admin', () => press(button(page, 'Sign in as someone else')));
    await account(page, 'admin').waitFor();
    await press(button(page, 'Sign out'));
    await page.getByText('Nobody is signed in here.').waitFor();
    await press(button(page, 'Forget client'));
    await press(button(page, 'Forget client'));
    await until(() => peers.provider.times(/^registration deleted/) === 1);
});

test('who signs out is signed out here at once, though the provider does not answer', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await open(t, peers, 'user');
    const panel = await signInPanel(page);
    await account(page, 'user').waitFor();
    let held = 0;
    await page.route((url) => url.pathname.endsWith('/revocation'), () => { held++; }); // and never let go
    await button(page, 'Sign out').click();
    await panel.getByText('Nobody is signed in here.').waitFor();
    await until(() => held > 0);
    await signInAs(page, 'admin', () => panel.getByRole('button', { name: 'Sign in', exact: true }).click());
    await account(page, 'admin').waitFor();
    await todosSeen(page);
});

test('two tabs wait at the provider: who signs in in one goes on in both', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    const opened = page.waitForEvent('popup');
    await add(page, peers.url);
    const left = await opened;
    await left.getByRole('button', { name: 'Sign in as user' }).waitFor();
    const second = await context.newPage();
    await second.goto(address);
    await signInAs(second, 'user', () => add(second, peers.url));
    await connected(second);
    await page.bringToFront();
    await connected(page);
    await todosSeen(page);
    assert.equal(peers.provider.times(/^granted authorization_code/), 1);
    // The other one's window is at the provider's, and no page of ours any more; whoever goes on in it is signed in.
    await left.bringToFront();
    await left.getByRole('button', { name: 'Sign in as user' }).click();
    await left.getByRole('button', { name: 'Allow' }).click();
    await left.waitForURL(address);
    await left.getByText('3 tools on').waitFor();
});

test('who comes back in this page and had said no is told so where the server was added, and can begin again', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    await page.evaluate(() => { window.open = () => null; });
    await add(page, peers.url);
    const leave = async () => {
        await button(page, 'Sign in').first().click();
        await button(page, 'Sign in in this page').first().click();
        await page.getByRole('button', { name: 'Sign in as user' }).click();
    };
    await leave();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('The person said no.').first().waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), peers.url);
    await page.evaluate(() => { window.open = () => null; });
    await button(page, 'Try again').click();
    await button(page, 'Sign in').first().waitFor();
});

/** Resolves when a button of that name is there. Playwright's own looking would count as the person's click for the browser. */
async function seenFromOutside(page, name) {
    const debuggee = await page.context().newCDPSession(page);
    await until(async () => {
        const { nodes } = await debuggee.send('Accessibility.getFullAXTree');
        return nodes.some((node) => node.role?.value === 'button' && node.name?.value === name);
    });
    await debuggee.detach();
}

test('without a click no window opens: the browser’s blocker is not provoked, and one click does it', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    const opened = page.waitForEvent('popup');
    await add(page, peers.url);
    await (await opened).getByRole('button', { name: 'Sign in as user' }).waitFor();
    for (const window of context.pages()) await window.close();
    const again = await context.newPage();
    let windows = 0;
    again.on('popup', () => { windows++; });
    await again.goto(address); // it connects by itself
    await seenFromOutside(again, 'Sign in');
    assert.equal(windows, 0);
    await signInAs(again, 'user', () => again.getByRole('alert').getByRole('button', { name: 'Sign in', exact: true }).click());
    await button(again, 'Disconnect').waitFor();
    assert.equal(windows, 1);
});

test('a provider that is slow to say where to sign in costs no second click and no second window', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context } = await openApp(t, { allow: [LOCAL] });
    const opened = page.waitForEvent('popup');
    let held = 0;
    await context.route((url) => url.origin === peers.provider.origin && url.pathname.includes('/.well-known/'), async (route) => {
        held++;
        await opened;
        await new Promise((resolve) => { setTimeout(resolve, 1_000); }); // the window is no empty one any more
        await route.continue();
    });
    let windows = 0;
    page.on('popup', () => { windows++; });
    await signInAs(page, 'user', () => add(page, peers.url));
    await connected(page);
    await todosSeen(page);
    assert.ok(held > 0);
    assert.equal(windows, 1);
});

test('who goes back from the provider instead of signing in finds what was being written, and can sign in in a window', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill('half a thought');
    await page.evaluate(() => { window.open = () => null; });
    await add(page, peers.url);
    await button(page, 'Sign in').first().click();
    await button(page, 'Sign in in this page').first().click();
    await page.getByRole('button', { name: 'Sign in as user' }).waitFor();
    await page.goBack({ waitUntil: 'commit' });
    await seenFromOutside(page, 'Sign in');
    await signInAs(page, 'user', () => page.getByRole('alert').getByRole('button', { name: 'Sign in', exact: true }).click());
    await connected(page);
    assert.equal(await composer.inputValue(), 'half a thought');
    await todosSeen(page);
});

test('a window that the browser kept back, opened from its own bar, signs in: nobody has to click once more', { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context } = await openApp(t, { allow: [LOCAL] });
    await page.evaluate(() => { window.open = (url) => { globalThis.keptBack = url; return null; }; });
    await add(page, peers.url);
    await button(page, 'Sign in').first().waitFor();
    const opened = await context.newPage();
    await opened.goto(await page.evaluate(() => globalThis.keptBack));
    await opened.getByRole('button', { name: 'Sign in as user' }).click();
    await opened.getByRole('button', { name: 'Allow' }).click();
    await page.bringToFront();
    await connected(page);
    await todosSeen(page);
});

test('a window that the person closed leaves a page that can begin again', { timeout: 120_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page } = await openApp(t, { allow: [LOCAL] });
    const opened = page.waitForEvent('popup');
    await add(page, peers.url);
    const first = await opened;
    await first.getByRole('button', { name: 'Sign in as user' }).waitFor();
    await first.close();
    // The person is waited for, and opens the same sign-in again. The browser may tell the page a moment later that the window is
    // closed: then that is to show it, and the person presses once more.
    await signInAs(page, 'user', async () => {
        let opened = false;
        page.once('popup', () => { opened = true; });
        while (!opened) {
            await button(page, 'Open it again').click();
            await page.waitForTimeout(500);
        }
    });
    await connected(page);
    await todosSeen(page);
});

for (const [when, stop] of [
    ['at the provider’s first page', async (provider) => provider.getByRole('button', { name: 'Sign in as user' }).waitFor()],
    ['at the consent', async (provider) => {
        await provider.getByRole('button', { name: 'Sign in as user' }).click();
        await provider.getByRole('button', { name: 'Allow' }).waitFor();
    }],
]) for (const inThisPage of [false, true]) test(`a tab that is killed ${when}${inThisPage ? ', which it shows itself,' : ''} starts clean`, { timeout: 90_000 }, async (t) => {
    const peers = await startTodos(t);
    const { page, context, address } = await openApp(t, { allow: [LOCAL] });
    const opened = inThisPage ? leaveForProvider(page, peers.url) : page.waitForEvent('popup');
    if (!inThisPage) await add(page, peers.url);
    await stop(await opened);
    for (const window of context.pages()) await window.close();
    const again = await signInAtStart(context, address, 'user');
    await todosSeen(again);
});
