// A tab that is killed at a step of the sign-in: the next one, in the same browser, recovers or starts clean. At the steps where
// a person is at the provider: sign_in.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPair } from '../peers/quirky_pair.mjs';
import { button, connect, finished, openAddServer, openApp, run } from './support/page.mjs';

const paths = {
    'the resource’s metadata are asked for': '/.well-known/oauth-protected-resource/mcp',
    'the provider’s metadata are asked for': '/.well-known/oauth-authorization-server',
    'the client is registered': '/register',
    'the code is exchanged': '/token',
};

async function startKilled(t) {
    const pair = await startPair('killed', {});
    t.after(pair.stop);
    const app = await openApp(t, { allow: ['http://localhost'] });
    return { pair, ...app };
}

/** The same browser opens the page anew; it ends connected, with the person's help where it asks for it. */
async function signsInAgain(context, address) {
    const page = await context.newPage();
    await page.goto(address);
    const prompt = (name) => page.getByRole('alert').getByRole('button', { name, exact: true });
    const done = button(page, 'Disconnect');
    await prompt('Sign in').or(done).first().waitFor();
    if (await prompt('Sign in').isVisible()) await prompt('Sign in').click();
    await done.waitFor();
    await run(page, 'echo', { text: 'here' });
    assert.match(await (await finished(page, 'echo')).innerText(), /here/);
}

/**
 * A sign-in begins; all windows are gone as soon as a request to `path` is one that `stops` says (request → true), which then never
 * arrives, or with `answered` its answer does not. Resolves to what a next page needs.
 */
async function killedAt(t, path, { stops = () => true, answered = false } = {}) {
    const { pair, page, context, address } = await startKilled(t);
    let killed;
    const reached = new Promise((resolve) => { killed = resolve; });
    await context.route((url) => url.pathname === path, async (route) => {
        if (route.request().method() === 'OPTIONS' || !stops(route.request())) return route.continue();
        if (answered) await route.fetch();
        return killed();
    });
    await openAddServer(page);
    await connect(page, pair.resource);
    await reached;
    for (const window of context.pages()) await window.close(); // first: a request that is let go goes on its way
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    return { pair, context, address };
}

for (const [when, path] of Object.entries(paths)) for (const [answered, words] of [[false, 'before'], [true, 'after']])
    test(`while ${when}, ${words} it reached the server`, { timeout: 60_000 }, async (t) => {
        const { context, address } = await killedAt(t, path, { answered });
        await signsInAgain(context, address);
    });

test('after the tokens were kept, before the server was asked with them', { timeout: 60_000 }, async (t) => {
    const { pair, context, address } = await killedAt(t, '/mcp', { stops: (request) => request.headers().authorization !== undefined });
    await signsInAgain(context, address);
    const seen = await (await fetch(`${pair.home}/_seen`)).json();
    assert.equal(seen.filter((one) => one.path === '/authorize').length, 1, 'the kept tokens were good');
});
