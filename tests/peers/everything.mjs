// Runs the reference server "everything" over Streamable HTTP: `node tests/peers/everything.mjs --port N`. It speaks
// 2025-11-25 with sessions, allows every origin, takes its port from the environment only, and knows SIGINT but not
// SIGTERM.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { announce, endOnSignal, options } from './listen.mjs';

// Port 0 would be announced as 0 by it, so a free one is found first.
async function freePort() {
    const probe = net.createServer();
    await new Promise((resolve, reject) => probe.once('error', reject).listen(0, resolve));
    const { port } = probe.address();
    await new Promise((resolve) => probe.close(resolve));
    return port;
}

const port = options().port || (await freePort());
const root = dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json'));
const child = spawn(process.execPath, [join(root, 'dist', 'index.js'), 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'], // its log of every request is of no use here
});
let ending = false;
endOnSignal(() => {
    ending = true;
    child.kill('SIGKILL');
}); // it waits for open streams on SIGINT; nothing of it needs saving
child.on('exit', (code) => process.exit(ending ? 0 : (code ?? 1)));
child.stderr.setEncoding('utf8').on('data', (text) => {
    if (text.includes('listening on port')) announce(port);
    else process.stderr.write(text);
});
