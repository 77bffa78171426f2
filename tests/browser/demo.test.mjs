// What `./dev run` starts, as the person who runs it for the first time has it: at the address that it prints.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePorts, run as runDemo } from '../tools/support/run.mjs';
import { connected, dist, finished, openApp, run } from './support/page.mjs';
import { account, add, signInAs, signInPanel, todosSeen } from './support/todos.mjs';

test('the demo’s todos: sign in as `user`, then as `admin`, who sees both people’s', { timeout: 90_000 }, async (t) => {
    const port = await freePorts(5);
    const said = await runDemo(t, dist, '--port', String(port)).ready;
    const todos = /(http:\S+) +todos behind a sign-in/.exec(said)[1];
    const { page } = await openApp(t, { address: /Parley is ready: (\S+)/.exec(said)[1], allow: ['http://localhost'] });
    await signInAs(page, 'user', () => add(page, todos));
    await connected(page);
    await run(page, 'create-todo', { content: 'seen by two' });
    await finished(page, 'create-todo');
    await signInPanel(page);
    await signInAs(page, 'admin', () => page.getByRole('button', { name: 'Sign in as someone else', exact: true }).click());
    await account(page, 'admin').waitFor();
    assert.match(await todosSeen(page), /seen by two/);
});
