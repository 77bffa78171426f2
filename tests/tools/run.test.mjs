// `./dev run` once the page is built: what it serves, what it says, and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePorts, letGo, run as start } from './support/run.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const page = mkdtempSync(join(tmpdir(), 'parley-run-'));
writeFileSync(join(page, 'index.html'), '<!doctype html><title>The page</title>');
after(() => rmSync(page, { recursive: true }));
const run = (t, ...options) => start(t, page, ...options);

test('it serves the page with the headers of a good host, says where, and ends on SIGTERM', async (t) => {
    const port = await freePorts(1);
    const { child, ready, ended } = run(t, '--no-demo', '--port', String(port));
    assert.match(await ready, new RegExp(`^Parley is ready: http://localhost:${port}/$`, 'm'));
    assert.doesNotMatch(await ready, /demo server/);
    const answer = await fetch(`http://localhost:${port}/`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /The page/);
    assert.equal(answer.headers.get('content-security-policy'), "frame-ancestors 'none'");
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    child.kill('SIGTERM');
    assert.deepEqual({ ...(await ended), said: '' }, { code: 0, said: '', complaint: '' });
    await assert.rejects(fetch(`http://localhost:${port}/`));
});

test('a port that is taken is one sentence, with another to try', async (t) => {
    const port = await freePorts(1);
    const taken = net.createServer();
    await new Promise((resolve) => taken.listen(port, 'localhost', resolve));
    t.after(() => letGo(taken));
    const { ended } = run(t, '--no-demo', '--port', String(port));
    assert.deepEqual(await ended, {
        code: 1, said: '',
        complaint: `parley: the page cannot be served: port ${port} is taken; try ./dev run --port ${port + 100}\n`,
    });
});

const initialize = {
    jsonrpc: '2.0', id: 1, method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};
const ask = (url) =>
    fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
        body: JSON.stringify(initialize),
    });

test('the demo servers that it names answer, the last one only to who is signed in, and they end with it', async (t) => {
    const port = await freePorts(5);
    const { child, ready, ended } = run(t, '--port', String(port));
    const named = [...(await ready).matchAll(/demo server +(\S+)/g)].map(([, url]) => url);
    assert.deepEqual(named.map((url) => Number(new URL(url).port)), [port + 1, port + 2, port + 4]);
    const [everything, small, todos] = named;
    for (const [url, name] of [[everything, 'everything'], [small, 'small-server']]) {
        const answer = await ask(url);
        assert.equal(answer.status, 200, url);
        assert.match(await answer.text(), new RegExp(`"name":"[^"]*${name}`), url);
    }
    const refused = await ask(todos);
    assert.equal(refused.status, 401);
    const metadata = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate'))[1];
    const { authorization_servers: [issuer] } = await (await fetch(metadata)).json();
    assert.equal(new URL(issuer).port, String(port + 3));
    assert.equal((await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)).status, 200);
    child.kill('SIGTERM');
    assert.equal((await ended).code, 0);
    for (const url of named) await assert.rejects(ask(url), url);
});

test('an option that there is not is refused before anything is built', () => {
    for (const [words, complaint] of [
        [['--typo'], /--typo/],
        [['--port', 'high'], /^parley: --port is a number up to 65531, not 'high'\./],
        [['--port', '70000'], /^parley: --port is a number/],
        [['dist'], /dist/],
    ]) {
        // The cache folder is one that cannot be made: whoever begins to bring or build something fails otherwise.
        const env = { ...process.env, XDG_CACHE_HOME: '/dev/null' };
        const { status, stderr, stdout } = spawnSync(here('../../dev'), ['run', ...words], { env, encoding: 'utf8' });
        assert.equal(status, 2, stderr);
        assert.equal(stdout, '');
        assert.match(stderr, complaint);
        assert.match(stderr, /\nusage: \.\/dev run \[--port N\] \[--no-demo\] \[--no-open\]\n$/);
    }
});
