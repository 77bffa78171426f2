// The page as it is deployed at an https address, in a browser that finds our own static server there.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../tools/serve.mjs';
import { atEnd } from '../../at_end.mjs';
import { dist } from './page.mjs';

const tool = fileURLToPath(new URL('../../../tools/deployment.mjs', import.meta.url));

/** dist/ as it is deployed at `address`, which the browser finds at our own static server. Resolves to the folder. */
export async function deployedAt(t, address) {
    const folder = mkdtempSync(join(tmpdir(), 'parley-dist-'));
    atEnd(t, () => rmSync(folder, { recursive: true }));
    cpSync(dist, folder, { recursive: true });
    execFileSync(process.execPath, [tool, '--address', address, '--folder', folder]);
    const site = await serve({ root: folder });
    atEnd(t, () => site.close());
    const route = (context) => context.route(`${address}**`, async (asked) => {
        const url = asked.request().url().replace(address, site.url);
        await asked.fulfill({ response: await asked.fetch({ url, maxRedirects: 0 }) });
    });
    return { folder, route };
}
