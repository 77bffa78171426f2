// The page's folder served by a process of its own, as the peer is: this one drives the browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../../tools/serve.mjs', import.meta.url));

/** Runs `node …` and resolves, once a line of what it prints matches, to `{ found, close }`. */
export async function startProcess(args, pattern, options = {}) {
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const close = async () => {
        child.kill();
        await ended;
    };
    for await (const line of createInterface(child.stdout)) {
        const found = pattern.exec(line);
        if (!found) continue;
        child.stdout.resume();
        return { found, close };
    }
    throw new Error(`${args[0]} ended before it listened.`);
}

/** Resolves, once it listens, to `{ url, close }`. */
export async function startServer(dist) {
    const { found, close } = await startProcess([SERVE, '--root', dist, '--port', '0'], /^listening (\S+)/);
    return { url: found[1], close };
}
