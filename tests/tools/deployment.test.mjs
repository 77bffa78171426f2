// `./dev build --address …`: what is written for a deployment, and which addresses are refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tool = fileURLToPath(new URL('../../tools/deployment.mjs', import.meta.url));

function folder(t) {
    const made = mkdtempSync(join(tmpdir(), 'parley-deployment-'));
    t.after(() => rmSync(made, { recursive: true }));
    return made;
}

const run = (into, address) => spawnSync(process.execPath, [tool, '--address', address, '--folder', into], { encoding: 'utf8' });
const read = (into, name) => JSON.parse(readFileSync(join(into, name), 'utf8'));

test('the client metadata document names itself, and the callback page below the same path', (t) => {
    const into = folder(t);
    const { status, stderr } = run(into, 'https://host.example/tools/chat');
    assert.equal(status, 0, stderr);
    assert.deepEqual(read(into, 'client.json'), {
        client_id: 'https://host.example/tools/chat/client.json',
        client_name: 'Parley',
        client_uri: 'https://host.example/tools/chat/',
        redirect_uris: ['https://host.example/tools/chat/callback.html'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'web',
    });
    assert.deepEqual(read(into, 'config.json'), { client_id_metadata_url: 'https://host.example/tools/chat/client.json' });
});

test('what the deployment already set in config.json stays, and its name is the client’s', (t) => {
    const into = folder(t);
    writeFileSync(join(into, 'config.json'), '{"client_name":"Our chat","mcp_server_url":"https://mcp.example/"}');
    assert.equal(run(into, 'https://host.example/').status, 0);
    assert.equal(read(into, 'client.json').client_name, 'Our chat');
    assert.deepEqual(read(into, 'config.json'), {
        client_name: 'Our chat', mcp_server_url: 'https://mcp.example/', client_id_metadata_url: 'https://host.example/client.json',
    });
});

test('the document has the logo, the home page and the redirect address that the deployment set', (t) => {
    const into = folder(t);
    const config = { client_uri: 'https://example.com/', logo_uri: 'https://example.com/logo.png', redirect_uri: 'https://host.example/chat/callback' };
    writeFileSync(join(into, 'config.json'), JSON.stringify(config));
    const { status, stderr } = run(into, 'https://host.example/chat/');
    assert.equal(status, 0, stderr);
    const { client_uri, logo_uri, redirect_uris } = read(into, 'client.json');
    assert.deepEqual({ client_uri, logo_uri, redirect_uris }, {
        client_uri: config.client_uri, logo_uri: config.logo_uri, redirect_uris: [config.redirect_uri],
    });
});

test('a setting that the page would not use is refused with a sentence, and no document is written', (t) => {
    for (const [name, value] of [
        ['redirect_uri', 'https://evil.example/callback.html'], ['redirect_uri', 'https://host.example/callback.html'],
        ['redirect_uri', 'https://host.example/chat/../callback.html'], ['redirect_uri', 'https://host.example/chat/'],
        ['redirect_uri', 'https://host.example/chat/below/callback.html'], ['redirect_uri', 'https://host.example/chat/..'], ['redirect_uri', 'http://host.example/chat/callback.html'],
        ['logo_uri', 'data:image/png;base64,AA'], ['logo_uri', 7], ['client_name', ''], ['client_uri', 'example.com'],
    ]) {
        const into = folder(t);
        writeFileSync(join(into, 'config.json'), JSON.stringify({ [name]: value }));
        const { status, stderr } = run(into, 'https://host.example/chat/');
        assert.equal(status, 1, `${name}: ${value}`);
        assert.match(stderr, new RegExp(`^parley: config\\.json: ${name} has to be `));
        assert.deepEqual(readdirSync(into), ['config.json']);
    }
});

test('an address that cannot be a client’s id is refused, and nothing is written', (t) => {
    const into = folder(t);
    for (const address of ['', 'host.example', 'http://host.example/', 'https://a:b@host.example/', 'https://host.example/?a=1', 'https://host.example/#a', 'ftp://host.example/']) {
        const { status, stderr } = run(into, address);
        assert.equal(status, 1, address);
        assert.match(stderr, /^parley: --address/);
    }
    assert.deepEqual(readdirSync(into), []);
    writeFileSync(join(into, 'config.json'), '[]');
    assert.match(run(into, 'https://host.example/').stderr, /config\.json is not a JSON object/);
    assert.deepEqual(readdirSync(into), ['config.json']);
});
