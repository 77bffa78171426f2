// The static server of `./dev run` and of the browser tests: what it gives, how, and what it never gives.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { serve } from '../../tools/serve.mjs';

const home = mkdtempSync(join(tmpdir(), 'parley-serve-'));
const root = join(home, 'site');
mkdirSync(join(root, 'sub'), { recursive: true });
writeFileSync(join(home, 'secret.txt'), 'not for the world');
writeFileSync(join(root, 'index.html'), '<!doctype html><title>Home</title>');
writeFileSync(join(root, 'callback.html'), '<!doctype html><title>Back</title>');
writeFileSync(join(root, 'app.wasm'), Buffer.alloc(5000, 7));
writeFileSync(join(root, '.hidden'), 'not for the world');
writeFileSync(join(root, 'sub', 'index.html'), 'sub');
symlinkSync(join(home, 'secret.txt'), join(root, 'way-out.txt'));

const site = await serve({ root });
const deep = await serve({ root, base: '/some/where/' });
after(async () => {
    await site.close();
    await deep.close();
    rmSync(home, { recursive: true });
});

// Not fetch: it resolves `..` before it sends, and decodes what it gets.
function get(path, { headers = {}, method = 'GET', from = site } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request({ host: 'localhost', port: from.port, path, method, headers }, (response) => {
            const parts = [];
            response.on('data', (part) => parts.push(part));
            response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
        });
        request.on('error', reject).end();
    });
}

test('a folder is its index.html', async () => {
    const { status, headers, body } = await get('/');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.match(String(body), /Home/);
    assert.equal(String((await get('/sub/')).body), 'sub');
});

test('WebAssembly has its type, without which it cannot be compiled while it streams', async () => {
    assert.equal((await get('/app.wasm')).headers['content-type'], 'application/wasm');
});

test('every answer carries the security headers', async () => {
    for (const path of ['/', '/app.wasm', '/not-there']) {
        const { headers } = await get(path);
        assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, path);
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
        assert.equal(headers['referrer-policy'], 'no-referrer', path);
        assert.match(headers['permissions-policy'], /camera=\(\)/, path);
    }
});

test('bodies are compressed as the client accepts', async () => {
    const brotli = await get('/app.wasm', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    assert.equal(brotli.headers['content-encoding'], 'br');
    assert.deepEqual(brotliDecompressSync(brotli.body), Buffer.alloc(5000, 7));
    const gzip = await get('/app.wasm', { headers: { 'Accept-Encoding': 'gzip, br;q=0' } });
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.deepEqual(gunzipSync(gzip.body), Buffer.alloc(5000, 7));
    const plain = await get('/app.wasm');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.headers.vary, 'Accept-Encoding');
});

test('a file that has not changed is not sent again, and one that has is', async () => {
    const { headers } = await get('/');
    assert.equal((await get('/', { headers: { 'If-None-Match': headers.etag } })).status, 304);
    writeFileSync(join(root, 'changing.txt'), 'one');
    const first = await get('/changing.txt');
    writeFileSync(join(root, 'changing.txt'), 'another');
    const second = await get('/changing.txt', { headers: { 'If-None-Match': first.headers.etag } });
    assert.equal(second.status, 200);
    assert.equal(String(second.body), 'another');
});

test('the page whose address carries an authorization code is stored by nobody', async () => {
    const { headers } = await get('/callback.html?code=a&state=b');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers.etag, undefined);
});

test('nothing outside of the folder, and nothing hidden, is given', async () => {
    const paths = ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/sub/../../secret.txt', '/..\\secret.txt', '/..%5csecret.txt',
        '/way-out.txt', '/.hidden', '/%2ehidden', '/sub/%00', '/%', '//etc/passwd', '/sub', '/not-there'];
    for (const path of paths) {
        const { status, body } = await get(path);
        assert.equal(status, 404, path);
        assert.doesNotMatch(String(body), /not for the world/, path);
    }
});

test('only reading is allowed', async () => {
    assert.equal((await get('/', { method: 'POST' })).status, 405);
    const head = await get('/', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
});

test('it works below a path', async () => {
    assert.equal((await get('/some/where/', { from: deep })).status, 200);
    assert.equal((await get('/some/where/app.wasm', { from: deep })).status, 200);
    assert.equal((await get('/app.wasm', { from: deep })).status, 404);
});
