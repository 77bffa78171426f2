// `./dev run`: serves dist/, starts the demo servers, and says where they are. Ctrl-C ends all of it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runOptions } from './run_options.mjs';
import { serve } from './serve.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { port, demo, open } = runOptions(process.argv.slice(2));

// What a person can connect to at once, and what those need (without `what`). Their ports follow the page's: always the same, so
// that a server kept in the browser is there next time too, and two pages on one machine have each their own.
const demosBeside = (page) => [
    { name: 'everything', port: page + 1, what: "the protocol's reference server (2025-11-25, with sessions)" },
    { name: 'small_server', port: page + 2, what: 'a small server of the current SDK (2026-07-28, and earlier)' },
    { name: 'oidc_provider', port: page + 3, what: '' },
    { name: 'todo_manager', port: page + 4, args: ['--issuer', `http://localhost:${page + 3}`], what: 'todos behind a sign-in: be `user` or `admin`' },
];

const children = new Set();
const LONGEST_START = 30_000; // ms; the page does not wait longer for a demo server

/** Resolves to the address it says it listens at, or to undefined when it ends before. */
function startDemo({ name, port: own, args = [] }) {
    const child = spawn(process.execPath, [here(`../tests/peers/${name}.mjs`), '--port', String(own), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text) => { complaint = (complaint + text).slice(-2000); });
    return new Promise((resolve) => {
        setTimeout(() => resolve(undefined), LONGEST_START).unref();
        createInterface({ input: child.stdout }).on('line', (line) => {
            if (line.startsWith('listening ')) resolve(line.slice('listening '.length));
        });
        child.once('exit', () => {
            children.delete(child);
            resolve(undefined);
            if (complaint.includes('EADDRINUSE')) console.error(`The demo server ${name} could not start: port ${own} is taken.`);
            else if (!ending) console.error(`The demo server ${name} has ended.\n${complaint}`);
        });
    });
}

let ending = false;
async function end(site) {
    if (ending) return;
    ending = true;
    const gone = [...children].map((child) => new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGTERM'); }));
    await Promise.all([...gone, site.close()]);
    process.exit(0);
}

function openBrowser(url) {
    const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
    if (program === 'xdg-open' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
    spawn(program, [url], { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}

let site;
try {
    site = await serve({ root: process.env.PARLEY_DIST ?? here('../dist'), port });
} catch (error) {
    const why = error.code === 'EADDRINUSE' ? `port ${port} is taken; try ./dev run --port ${port + 100}` : error.message;
    console.error(`parley: the page cannot be served: ${why}`);
    process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(site));

const demos = demo ? await Promise.all(demosBeside(site.port).map(async (server) => ({ ...server, url: await startDemo(server) }))) : [];
console.log(`\nParley is ready: ${site.url}`);
for (const { url, what } of demos.filter(({ url, what }) => url && what)) console.log(`  demo server   ${url}   ${what}`);
console.log('Ctrl-C ends it.');
if (open) openBrowser(site.url);
