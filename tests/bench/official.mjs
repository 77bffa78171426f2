// The peer of the sign-in bench: the official client, bundled as a small static page and served as ours is.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { startServer } from './server.mjs';

const SOURCE = fileURLToPath(new URL('official/', import.meta.url));

/** Resolves, once it listens, to `{ url, close }`. */
export async function startOfficial() {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    const bundle = await rolldown({ input: join(SOURCE, 'page.mjs'), platform: 'browser' });
    await bundle.write({ file: join(folder, 'page.js'), format: 'es', minify: true, codeSplitting: false });
    await bundle.close();
    for (const name of ['index.html', 'wait.html', 'callback.html', 'callback.js']) await copyFile(join(SOURCE, name), join(folder, name));
    const { url, close } = await startServer(folder);
    return {
        url,
        async close() {
            await close();
            await rm(folder, { recursive: true, force: true });
        },
    };
}
