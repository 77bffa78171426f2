// A forward HTTP proxy for one real browser: it adds the CORS answers that the conformance suite's mock servers lack,
// and nothing else.
//
// Chromium started with `--proxy-server=http://127.0.0.1:<port> --proxy-bypass-list=<-loopback>` sends every request
// here in absolute form (RFC 9112 §3.2.2), so addresses, origins, redirects and the browser's own enforcement of CORS
// all stay as they are without it.
import http from 'node:http';
import { pipeline } from 'node:stream';

// RFC 9110 §7.6.1: fields about this connection, not about the message. Transfer-Encoding is re-made by node for the
// next hop.
const HOP_BY_HOP = new Set([
    'connection',
    'proxy-connection',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'proxy-authorization',
    'proxy-authenticate',
]);

// It adds CORS to anything, so it must not be a way to reach anything but this machine.
export function isLoopback(hostname) {
    return (
        hostname === 'localhost' ||
        hostname.endsWith('.localhost') ||
        hostname === '[::1]' ||
        /^127(\.\d{1,3}){3}$/.test(hostname)
    );
}

function forwardable(rawHeaders, ...without) {
    const perConnection = new Set([...HOP_BY_HOP, ...without]);
    for (let i = 0; i < rawHeaders.length; i += 2) {
        if (rawHeaders[i].toLowerCase() !== 'connection') continue;
        for (const name of rawHeaders[i + 1].split(',')) perConnection.add(name.trim().toLowerCase());
    }
    const kept = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
        if (!perConnection.has(rawHeaders[i].toLowerCase())) kept.push(rawHeaders[i], rawHeaders[i + 1]);
    }
    return kept;
}

function answerPreflight(request, response) {
    const headers = {
        'Access-Control-Allow-Origin': request.headers.origin,
        'Access-Control-Allow-Methods': request.headers['access-control-request-method'],
        'Access-Control-Max-Age': '600',
        Vary: 'Origin, Access-Control-Request-Headers',
        Connection: 'close',
    };
    const asked = request.headers['access-control-request-headers'];
    if (asked) headers['Access-Control-Allow-Headers'] = asked;
    if (request.headers['access-control-request-private-network'])
        headers['Access-Control-Allow-Private-Network'] = 'true';
    response.writeHead(204, headers).end();
}

// A server that speaks CORS itself is left to say what it wants, so a test can still meet a wrong CORS answer.
function corsFields(origin, rawHeaders) {
    const names = rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    if (origin === undefined || names.includes('access-control-allow-origin')) return [];
    const fields = ['Access-Control-Allow-Origin', origin];
    const exposed = [...new Set(names)].filter((name) => name !== 'set-cookie');
    if (exposed.length > 0) fields.push('Access-Control-Expose-Headers', exposed.join(', '));
    return fields;
}

function forward(target, request, response) {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const upstream = http.request({
        host: host.endsWith('.localhost') ? 'localhost' : host,
        port: target.port || 80,
        method: request.method,
        path: target.pathname + target.search,
        // RFC 9112 §3.2.2: Host follows the request target.
        headers: ['Host', target.host, ...forwardable(request.rawHeaders, 'host')],
        agent: false, // one connection a request: a mock that closes waits for no idle socket of ours
    });
    upstream.on('response', (answer) => {
        const kept = forwardable(answer.rawHeaders);
        // `Connection: close`, because Chromium silently repeats a request that fails on a reused connection.
        response.writeHead(answer.statusCode, answer.statusMessage, [
            ...kept,
            ...corsFields(request.headers.origin, kept),
            'Connection',
            'close',
        ]);
        response.flushHeaders(); // an event stream may say nothing for long
        pipeline(answer, response, () => upstream.destroy());
    });
    // What failed between us and the server must look like a network error to the page, not like an HTTP answer.
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy()); // the page went or aborted: the server shall see it
    pipeline(request, upstream, () => {});
}

function handle(request, response) {
    const target = URL.canParse(request.url) ? new URL(request.url) : null;
    if (target?.protocol !== 'http:')
        return void response.writeHead(400, { Connection: 'close' }).end('An absolute http: address is needed.\n');
    if (!isLoopback(target.hostname))
        return void response.writeHead(403, { Connection: 'close' }).end('Only this machine is reached.\n');
    const preflight =
        request.method === 'OPTIONS' &&
        request.headers.origin !== undefined &&
        request.headers['access-control-request-method'];
    return preflight ? answerPreflight(request, response) : forward(target, request, response);
}

/** Starts on 127.0.0.1, with `port` 0 on a free one. Resolves to `{ port, close }`; `close` ends every connection. */
export async function startProxy({ port = 0 } = {}) {
    const server = http.createServer({ requestTimeout: 0 }, handle);
    const end = (socket, line) => socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    // No tunnels: what is inside could not be given CORS.
    server.on('connect', (_request, socket) => end(socket, '405 Method Not Allowed'));
    server.on('upgrade', (_request, socket) => end(socket, '501 Not Implemented'));
    server.on('clientError', (_error, socket) => socket.destroy());
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return {
        port: server.address().port,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
