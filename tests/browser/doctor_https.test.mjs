// What a browser keeps from a page at an https address, and what the Doctor says of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployedAt } from './support/deployed.mjs';
import { button, connect, connectTrouble, finished, openAddServer, openApp, run, startPeer } from './support/page.mjs';

const address = 'https://parley.example/chat/';
const card = (page, cause) => page.getByRole('main').getByRole('region', { name: cause, exact: true });

test('a page that may not ask this computer is told so, and connects once it may', { timeout: 60_000 }, async (t) => {
    const peer = await startPeer('small_server', { t });
    const { route } = await deployedAt(t, address);
    const { page, context } = await openApp(t, { address, before: route, allow: [peer.url] });
    await openAddServer(page);
    await connect(page, peer.url);
    const shown = card(page, 'Local network may be blocked');
    await shown.waitFor();
    assert.match(await shown.innerText(), /site settings/);
    await context.grantPermissions(['local-network-access']);
    await button(page, 'Try again').click();
    await button(page, 'Disconnect').waitFor();
    await run(page, 'add', { a: 2, b: 3 });
    assert.match(await (await finished(page, 'add')).innerText(), /5/);
});

test('an http address is refused before anything is sent, with the way out', { timeout: 60_000 }, async (t) => {
    const { route } = await deployedAt(t, address);
    const { page } = await openApp(t, { address, before: route });
    await openAddServer(page);
    await connect(page, 'http://tools.example/mcp');
    assert.match(await connectTrouble(page), /https:/);
    assert.match(await card(page, 'The address is not https').innerText(), /tools\.example/);
    assert.equal(await page.getByRole('textbox', { name: 'Server address', exact: true }).inputValue(), 'http://tools.example/mcp');
});
