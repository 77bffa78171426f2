// A static file server as a good static host is one: types, compression, validators, security headers. No dependencies.
//
//     node tools/serve.mjs [--root dist] [--port 8080] [--base /some/path/]
//
// Also imported by the browser tests. What it adds to the page is only what any host should send; the page's own policy is in
// its <meta> element, so that the folder is as strict on a host that sends nothing.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import http from 'node:http';
import { basename, extname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import zlib from 'node:zlib';

const TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.json': 'application/json; charset=utf-8',
    '.webmanifest': 'application/manifest+json; charset=utf-8',
    '.txt': 'text/plain; charset=utf-8',
    '.svg': 'image/svg+xml; charset=utf-8',
    '.wasm': 'application/wasm',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
};

// frame-ancestors works only as a header; with several policies each of them holds, so the page's <meta> still does.
const HEADERS = {
    'Content-Security-Policy': "frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'X-Frame-Options': 'DENY',
    // Asked again at every visit, answered with 304: a new release is never mixed with an old one.
    'Cache-Control': 'no-cache',
};

// Its address had an authorization code in it.
const CALLBACK = 'callback.html';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const COMPRESSED = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;

async function compress(bytes, encoding) {
    if (encoding === 'br') return brotli(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } });
    if (encoding === 'gzip') return gzip(bytes);
    return bytes;
}

function wantedEncoding(request) {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    return ['br', 'gzip'].find((encoding) => new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\b)`).test(accepted)) ?? 'identity';
}

/** The file that an address names, or undefined: outside the root, hidden, not there, or no path at all. */
async function fileFor(root, base, address) {
    let path;
    try {
        path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
    } catch {
        return undefined;
    }
    if (!path.startsWith(base) || path.includes('\0') || path.includes('\\')) return undefined;
    const inside = path.slice(base.length);
    if (inside.split('/').some((part) => part.startsWith('.'))) return undefined;
    const wanted = resolve(root, inside.endsWith('/') || inside === '' ? join(inside, 'index.html') : inside);
    try {
        const real = await realpath(wanted); // a symbolic link may not lead out either
        if (real !== root && !real.startsWith(root + sep)) return undefined;
        const found = await stat(real);
        return found.isFile() ? { path: real, size: found.size, modified: found.mtimeMs } : undefined;
    } catch {
        return undefined;
    }
}

/**
 * Serves the folder `root` below the path `base`. Resolves, once it listens, to `{ port, url, close }`.
 * Listens on the loopback interface only. Port 0: any free one. `replace`: texts that stand in for files, by name.
 */
export async function serve({ root, port = 0, base = '/', replace = {} }) {
    const folder = await realpath(root);
    const bodies = new Map(); // path and encoding → { modified, etag, bytes }

    async function body(file, encoding) {
        const key = `${encoding} ${file.path}`;
        const kept = bodies.get(key);
        if (kept?.modified === file.modified) return kept;
        const original = await readFile(file.path);
        const etag = `"${createHash('sha256').update(original).digest('base64url').slice(0, 22)}-${encoding}"`;
        const made = { modified: file.modified, etag, bytes: await compress(original, encoding) };
        bodies.set(key, made);
        return made;
    }

    async function answer(request, response) {
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
        if (request.method !== 'GET' && request.method !== 'HEAD') {
            response.writeHead(405, { Allow: 'GET, HEAD' }).end();
            return;
        }
        const name = request.url.slice(base.length);
        if (Object.hasOwn(replace, name)) {
            response.writeHead(200, { 'Content-Type': TYPES[extname(name)] }).end(replace[name]);
            return;
        }
        const file = await fileFor(folder, base, request.url);
        if (!file) {
            response.writeHead(404, { 'Content-Type': TYPES['.txt'] }).end('Not found\n');
            return;
        }
        const type = TYPES[extname(file.path)] ?? 'application/octet-stream';
        response.setHeader('Content-Type', type);
        if (!COMPRESSED.test(type)) {
            response.writeHead(200, { 'Content-Length': file.size });
            if (request.method === 'HEAD') response.end();
            else createReadStream(file.path).on('error', () => response.destroy()).pipe(response);
            return;
        }
        const encoding = wantedEncoding(request);
        const { etag, bytes } = await body(file, encoding);
        if (basename(file.path) === CALLBACK) response.setHeader('Cache-Control', 'no-store');
        else response.setHeader('ETag', etag);
        response.setHeader('Vary', 'Accept-Encoding');
        if (request.headers['if-none-match'] === etag) {
            response.writeHead(304).end();
            return;
        }
        if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
        response.writeHead(200, { 'Content-Length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes);
    }

    const server = http.createServer((request, response) => {
        answer(request, response).catch((error) => {
            if (!response.headersSent) response.writeHead(500, { 'Content-Type': TYPES['.txt'] });
            response.end('The file could not be read\n');
            console.error(`serve: ${request.url}: ${error.message}`);
        });
    });
    await new Promise((done, failed) => {
        server.once('error', failed);
        server.listen(port, 'localhost', done);
    });
    const actual = server.address().port;
    return {
        port: actual,
        url: `http://localhost:${actual}${base}`,
        close: () => new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
        }),
    };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const { values } = parseArgs({ options: {
        root: { type: 'string', default: 'dist' },
        port: { type: 'string', default: '8080' },
        base: { type: 'string', default: '/' },
    } });
    const site = await serve({ root: values.root, port: Number(values.port), base: values.base });
    console.log(`listening ${site.url}`);
}
