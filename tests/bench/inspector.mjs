// The peer: MCP Inspector's web client, started the way its package starts it, with an empty home of its own.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from './server.mjs';

const LAUNCHER = fileURLToPath(
    new URL('node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url));

// It wants to be told its ports.
async function freePort() {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

/** Resolves, once it listens, to `{ url, close }`. */
export async function startInspector() {
    const home = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    const port = String(await freePort());
    const running = await startProcess([LAUNCHER, '--web'], new RegExp(`:${port}`), {
        cwd: home,
        env: {
            PATH: process.env.PATH, HOME: home, CLIENT_PORT: port, MCP_SANDBOX_PORT: '0', MCP_APP_ORIGIN_PORT: '0',
            MCP_AUTO_OPEN_ENABLED: 'false', MCP_INSPECTOR_SECRET_STORE: 'memory',
        },
    });
    return {
        url: `http://localhost:${port}/`,
        async close() {
            await running.close();
            await rm(home, { recursive: true, force: true });
        },
    };
}
