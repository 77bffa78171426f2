// What the ports are tested against: a static site that serves the test page, and peers with good and bad manners.
// A test decides by itself when a peer goes on (`release`), so that nothing depends on time.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptWebSocket } from './websocket_peer.mjs';

const top = fileURLToPath(new URL('../../', import.meta.url));
const built = process.env.PARLEY_PORTS_PAGE ?? join(top, 'build/web-sanitize/tests/platform');

// The page's own policies, with every server allowed: the ports have to work under them.
const POLICY =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src *; " +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const page = (policyScript) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ports</title><meta name="referrer" content="no-referrer">
${policyScript ? '<script src="fetch_policy.js"></script>' : ''}<script type="module" src="start.mjs"></script>
<body><p>Ports</p></body></html>`;

const FILES = {
    '/': () => page(true),
    '/no_policy.html': () => page(false),
    '/start.mjs': () => "import start from './ports_test_page.mjs';\nawait start();\n",
    '/fetch_policy.js': () => readFile(join(top, 'web/fetch_policy.js')),
    '/ports_test_page.mjs': () => readFile(join(built, 'ports_test_page.mjs')),
    '/ports_test_page.wasm': () => readFile(join(built, 'ports_test_page.wasm')),
};
// The pages of the sign-in, which have a policy of their own.
const SIGN_IN = ['/sign_in.html', '/sign_in.js', '/callback.html', '/callback.js', '/sign_in_page.js', '/sign_in.css', '/shell.css'];
for (const path of SIGN_IN) FILES[path] = () => readFile(join(top, 'web', path));
const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** One file of the test page as `{ status, headers, body }`: also for an address that only the browser knows. */
export async function file(path) {
    if (!FILES[path]) return { status: 404, headers: {}, body: '' };
    const type = TYPES[extname(path)] ?? 'text/html; charset=utf-8';
    const policy = SIGN_IN.includes(path) ? {} : { 'content-security-policy': POLICY };
    return { status: 200, headers: { 'content-type': type, ...policy }, body: await FILES[path]() };
}

async function listen(server) {
    const sockets = new Set();
    server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const close = async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
    };
    return { origin: `http://localhost:${port}`, port, close };
}

export async function startSite() {
    const server = http.createServer(async (request, response) => {
        const { status, headers, body } = await file(new URL(request.url, 'http://localhost').pathname);
        response.writeHead(status, headers).end(body);
    });
    return listen(server);
}

/** A promise that others resolve. */
function gate() {
    const parts = {};
    parts.open = new Promise((resolve) => (parts.pass = resolve));
    return parts;
}

class Gates {
    #gates = new Map();
    of(name) {
        if (!this.#gates.has(name)) this.#gates.set(name, gate());
        return this.#gates.get(name);
    }
}

/**
 * A server that asks to be spoken to from any page. Its paths are below; a `name` in the query tells requests apart.
 *   requests         what came, preflights left out
 *   release(name)    lets a waiting answer go on
 *   aborted(name)    resolves when the browser gave up a request before it was answered whole
 *   socketAsked(name), socketClosed(name)   the same for a WebSocket: its request came; its close code
 */
export async function startPeer() {
    const requests = [];
    const gates = new Gates();
    const aborts = new Gates();
    const closings = new Gates();
    const peer = {
        requests,
        release: (name) => gates.of(name).pass(),
        aborted: (name) => aborts.of(name).open,
        socketAsked: (name) => gates.of(`${name} asked`).open,
        socketClosed: (name) => closings.of(name).open,
        seen: (path) => requests.filter((request) => request.path === path),
    };
    const server = http.createServer(async (request, response) => {
        const url = new URL(request.url, 'http://localhost');
        const name = url.searchParams.get('name') ?? '';
        if (url.pathname !== '/no_cors') allowAll(request, response);
        if (request.method === 'OPTIONS') return response.writeHead(204).end();
        let body = '';
        for await (const piece of request.setEncoding('utf8')) body += piece;
        requests.push({ path: url.pathname, name, method: request.method, headers: request.headers, body });
        response.on('close', () => {
            if (!response.writableFinished) aborts.of(name).pass();
        });
        const answer = ANSWERS[url.pathname];
        if (!answer) return response.writeHead(404).end();
        return answer({ request, response, url, body, gate: gates.of(name).open });
    });
    server.on('upgrade', (request, socket) => upgrade(request, socket, gates, closings));
    return Object.assign(peer, await listen(server));
}

function allowAll(request, response) {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', '*');
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    response.setHeader('access-control-expose-headers', 'www-authenticate, mcp-session-id, x-many');
    response.setHeader('content-type', 'text/plain; charset=utf-8');
}

const drainedOrClosed = (response) =>
    new Promise((resolve) => {
        const go = () => {
            response.off('drain', go).off('close', go);
            resolve();
        };
        response.on('drain', go).on('close', go);
    });

const ANSWERS = {
    '/echo': ({ request, response, body }) =>
        response.end(JSON.stringify({ method: request.method, headers: request.headers, body })),
    '/empty': ({ response, url }) => response.writeHead(Number(url.searchParams.get('status'))).end(),
    '/in_two': async ({ response, gate: second }) => {
        response.write('first');
        await second;
        response.end('second');
    },
    '/unauthorized': ({ response }) => {
        response.setHeader('www-authenticate', 'Bearer error="invalid_token", scope="a b"');
        response.setHeader('x-hidden', 'not exposed');
        response.writeHead(401).end('{"error":"invalid_token"}');
    },
    '/many': ({ response }) => {
        response.setHeader('x-many', ['one', 'two']);
        response.setHeader('mcp-session-id', '  padded  ');
        response.end();
    },
    '/bytes': ({ response, url }) => response.end(Buffer.alloc(Number(url.searchParams.get('count')), 'b')),
    '/endless': async ({ response }) => {
        const piece = Buffer.alloc(65536, 'e');
        while (!response.destroyed) if (!response.write(piece)) await drainedOrClosed(response);
    },
    '/drip': async ({ response, url }) => {
        for (let left = Number(url.searchParams.get('count')); left > 0 && !response.destroyed; --left) {
            response.write('.');
            await new Promise((resolve) => setTimeout(resolve, 500));
        }
        response.end();
    },
    '/hang': () => {},
    '/head_only': ({ response }) => response.writeHead(200).flushHeaders(),
    '/silent': ({ response }) => response.write('one'),
    '/cut': async ({ response, gate: seen }) => {
        response.write('half');
        await seen;
        response.destroy();
    },
    '/cut_at_once': ({ request }) => request.socket.destroy(),
    '/redirect': ({ response, url }) => response.writeHead(307, { location: url.searchParams.get('to') }).end('moved'),
    '/no_cors': ({ response }) => response.end('secret'),
};

async function upgrade(request, socket, gates, closings) {
    const url = new URL(request.url, 'http://localhost');
    const name = url.searchParams.get('name') ?? '';
    const asked = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
    if (url.pathname === '/ws_refused') return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    if (url.pathname === '/ws_hang') {
        const gone = () => closings.of(name).pass(1006);
        socket.on('error', gone).on('end', gone).on('close', gone).resume();
        return gates.of(`${name} asked`).pass();
    }
    const peer = acceptWebSocket(request, socket, asked.at(-1), {
        message: (text) => {
            if (text === 'binary') peer.binary([0, 255]);
            else if (text === 'cut') peer.cut();
            else if (text.startsWith('close ')) peer.close(Number(text.split(' ')[1]), 'because');
            else peer.text(text);
        },
        closed: (code) => closings.of(name).pass(code),
    });
    return undefined;
}
