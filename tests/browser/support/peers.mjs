// Starts the servers of tests/peers as processes of their own, on free ports.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../../at_end.mjs';

// A test that dies leaves no server behind.
const children = new Set();
process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts tests/peers/<name>.mjs. Resolves, once it listens, to
 *   url      of its MCP endpoint; of `hostile` the address its paths are added to
 *   origin   scheme, host and port
 *   said     (pattern) resolves when a line of its output matches, also one already said
 *   lines    (pattern) the lines that have matched so far
 *   times    (pattern) how many they are
 *   moments  (pattern) when each of them came, in ms
 *   stop     ends it and resolves when it is gone
 * `t` is a test's context: then it is stopped with the test.
 */
export async function startPeer(name, { args = [], port = 0, t } = {}) {
    const script = fileURLToPath(new URL(`../../peers/${name}.mjs`, import.meta.url));
    const child = spawn(process.execPath, [script, '--port', String(port), ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    const gone = new Promise((resolve) =>
        child.once('exit', (code) => {
            children.delete(child);
            resolve(code);
        }),
    );
    const lines = [];
    const came = []; // when
    const waiting = new Set();
    createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        came.push(performance.now());
        for (const check of waiting) check(line);
    });
    const said = (pattern) =>
        new Promise((resolve, reject) => {
            const past = lines.find((line) => pattern.test(line));
            if (past !== undefined) return resolve(past);
            const check = (line) => {
                if (pattern.test(line)) {
                    waiting.delete(check);
                    resolve(line);
                }
            };
            waiting.add(check);
            return gone.then((code) =>
                reject(new Error(`The peer ${name} ended with ${code} before it said ${pattern}.`)),
            );
        });
    const stop = async () => {
        child.kill('SIGTERM');
        await gone;
    };
    if (t) atEnd(t, stop);
    const url = (await said(/^listening /)).slice('listening '.length);
    const moments = (pattern) => came.filter((_at, index) => pattern.test(lines[index]));
    const matching = (pattern) => lines.filter((line) => pattern.test(line));
    const times = (pattern) => matching(pattern).length;
    return { url, origin: new URL(url).origin, said, lines: matching, times, moments, stop };
}
