import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { isLoopback, startProxy } from './forward_proxy.mjs';

let proxy;
let upstream;
let target;
const seen = [];

// What a mock server of the suite is like: it knows nothing of CORS.
function mock(request, response) {
    let body = '';
    request
        .setEncoding('utf8')
        .on('data', (part) => {
            body += part;
        })
        .on('end', () => {
            seen.push({
                method: request.method,
                url: request.url,
                headers: request.headers,
                raw: request.rawHeaders,
                body,
            });
            if (request.url === '/events') {
                response.writeHead(200, { 'Content-Type': 'text/event-stream' });
                response.write('data: one\n\n');
                response.on('close', () => upstream.emit('gone'));
                return;
            }
            if (request.url === '/cut') {
                response.writeHead(200, { 'Content-Length': '100' });
                response.write('half', () => response.destroy());
                return;
            }
            if (request.url === '/own-cors') {
                response.writeHead(200, { 'Access-Control-Allow-Origin': 'http://elsewhere.test' }).end();
                return;
            }
            response.writeHead(207, 'Odd', { 'Mcp-Session-Id': 's1', 'X-Twice': ['a', 'b'] }).end('hello');
        });
}

function ask({ method = 'GET', path, headers = {}, body }) {
    return new Promise((resolve, reject) => {
        const request = http.request(
            { host: '127.0.0.1', port: proxy.port, method, path, headers, agent: false },
            resolve,
        );
        request.on('error', reject).end(body);
    });
}

async function text(response) {
    let all = '';
    for await (const part of response.setEncoding('utf8')) all += part;
    return all;
}

before(async () => {
    upstream = http.createServer(mock).listen(0);
    await once(upstream, 'listening');
    target = `http://localhost:${upstream.address().port}`;
    proxy = await startProxy();
});

after(async () => {
    await proxy.close();
    upstream.closeAllConnections();
    upstream.close();
});

test('a preflight is answered by the proxy and never reaches the server', async () => {
    seen.length = 0;
    const answer = await ask({
        method: 'OPTIONS',
        path: `${target}/mcp`,
        headers: {
            Origin: 'http://localhost:1',
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'mcp-name,content-type',
        },
    });
    assert.equal(answer.statusCode, 204);
    assert.equal(answer.headers['access-control-allow-origin'], 'http://localhost:1');
    assert.equal(answer.headers['access-control-allow-methods'], 'POST');
    assert.equal(answer.headers['access-control-allow-headers'], 'mcp-name,content-type');
    assert.equal(seen.length, 0);
});

test('a request goes through unchanged and its answer gains only the CORS fields', async () => {
    seen.length = 0;
    const answer = await ask({
        method: 'POST',
        path: `${target}/mcp?a=%2F&b`,
        body: 'body 한글',
        headers: {
            Origin: 'http://localhost:1',
            'Mcp-Param-Empty': '',
            'Mcp-Name': 'file:///a%20b',
            'Proxy-Connection': 'keep-alive',
            Connection: 'X-Hop',
            'X-Hop': '1',
        },
    });
    assert.equal(answer.statusCode, 207);
    assert.equal(answer.statusMessage, 'Odd');
    assert.equal(await text(answer), 'hello');
    assert.equal(answer.headers['access-control-allow-origin'], 'http://localhost:1');
    const exposed = answer.headers['access-control-expose-headers'].split(', ');
    assert.ok(exposed.includes('mcp-session-id') && exposed.includes('x-twice'));
    assert.equal(answer.headers['x-twice'], 'a, b');

    const [got] = seen;
    assert.equal(got.method, 'POST');
    assert.equal(got.url, '/mcp?a=%2F&b');
    assert.equal(got.body, 'body 한글');
    assert.equal(got.headers['mcp-param-empty'], '', 'an empty value stays a header');
    assert.equal(got.headers['mcp-name'], 'file:///a%20b');
    assert.equal(got.headers.host, new URL(target).host);
    assert.equal(got.headers['x-hop'], undefined);
    assert.equal(got.headers['proxy-connection'], undefined);
});

test('a request without Origin gets no CORS fields', async () => {
    const answer = await ask({ path: `${target}/` });
    await text(answer);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

test('a server with CORS of its own keeps its own answer', async () => {
    const answer = await ask({ path: `${target}/own-cors`, headers: { Origin: 'http://localhost:1' } });
    await text(answer);
    assert.equal(answer.headers['access-control-allow-origin'], 'http://elsewhere.test');
});

test('an event stream arrives while it is open, and the server sees the page go', async () => {
    const answer = await ask({ path: `${target}/events`, headers: { Origin: 'http://localhost:1' } });
    const [first] = await once(answer.setEncoding('utf8'), 'data');
    assert.equal(first, 'data: one\n\n');
    const gone = once(upstream, 'gone');
    answer.on('error', () => {});
    answer.destroy();
    await gone;
});

test('a body cut by the server is cut for the page too', async () => {
    const answer = await ask({ path: `${target}/cut` });
    await assert.rejects(text(answer), { code: 'ECONNRESET' });
});

test('a refused connection is a network error, not an HTTP answer', async () => {
    const closed = net.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    await assert.rejects(ask({ path: `http://127.0.0.1:${port}/` }), { code: 'ECONNRESET' });
});

test('only loopback targets are reached, and no tunnel is made', async () => {
    for (const [host, allowed] of [
        ['localhost', true],
        ['app.localhost', true],
        ['127.0.0.1', true],
        ['127.8.8.8', true],
        ['[::1]', true],
        ['example.com', false],
        ['10.0.0.1', false],
        ['localhost.example.com', false],
        ['127.0.0.1.example.com', false],
        ['[::2]', false],
    ]) {
        assert.equal(isLoopback(host), allowed, host);
    }
    assert.equal((await ask({ path: 'http://example.com/' })).statusCode, 403);
    assert.equal((await ask({ path: '/relative' })).statusCode, 400);
    const tunnel = http.request({
        host: '127.0.0.1',
        port: proxy.port,
        method: 'CONNECT',
        path: new URL(target).host,
        agent: false,
    });
    tunnel.end();
    const [answer] = await once(tunnel, 'connect');
    assert.equal(answer.statusCode, 405);
});
