// `./dev run` once the page is built, as tests start it.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../../at_end.mjs';

const program = fileURLToPath(new URL('../../../tools/run.mjs', import.meta.url));

/** A server on this port of both families, or undefined where one is taken. */
const hold = (port) =>
    new Promise((resolve) => {
        const server = net.createServer().once('error', () => resolve(undefined));
        server.listen(port, () => resolve(server));
    });
export const letGo = (server) => new Promise((resolve) => server.close(resolve));

/** The first of `count` ports in a row that nobody has. */
export async function freePorts(count) {
    for (let first = 20_000 + (process.pid % 10_000); ; first += count) {
        const held = [];
        for (let i = 0; i < count; i++) held.push(await hold(first + i));
        const all = held.every(Boolean);
        await Promise.all(held.filter(Boolean).map(letGo));
        if (all) return first;
    }
}

/**
 * `./dev run` of the built page in the folder `page`, until the test `t` ends. `ready`: what it has said by the time that it is ready;
 * `ended`: its exit code and all that it said.
 */
export function run(t, page, ...options) {
    const child = spawn(process.execPath, [program, '--no-open', ...options], {
        env: { ...process.env, PARLEY_DIST: page },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complaint = '';
    const ended = new Promise((resolve) => child.once('close', (code) => resolve({ code, said, complaint })));
    const ready = new Promise((resolve, reject) => {
        child.stdout.setEncoding('utf8').on('data', (text) => {
            said += text;
            if (said.includes('Ctrl-C ends it.')) resolve(said);
        });
        ended.then(() => reject(new Error(`It ended before it was ready: ${complaint}`)));
    });
    ready.catch(() => {}); // whoever waits for its end does not wait for this
    child.stderr.setEncoding('utf8').on('data', (text) => { complaint += text; });
    atEnd(t, async () => {
        child.kill('SIGTERM');
        await ended;
    });
    return { child, ready, ended };
}
