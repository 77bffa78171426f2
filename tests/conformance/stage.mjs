// Where scenarios are played: the static server with the page, the forward proxy, and one Chromium that goes through
// it. A Chromium takes a second or two to start, so a run of many scenarios has one stage and each client opens a fresh
// context on it.
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/serve.mjs';
import { connectTo, launchShared } from '../browser/support/browser.mjs';
import { startProxy } from '../proxy/forward_proxy.mjs';

// The deployment's settings that the suite expects of its clients (auth/basic-cimd).
const CONFIG = { client_id_metadata_url: 'https://conformance-test.local/client-metadata.json' };

/** Serves the built page, with this config.json. */
export const servePage = (config) =>
    serve({
        root: process.env.PARLEY_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)),
        port: 0,
        replace: { 'config.json': JSON.stringify(config) },
    });

/** Builds a stage. `address` is one word for the environment of the clients; `close` takes it all down. */
export async function stage() {
    const site = await servePage(CONFIG);
    const proxy = await startProxy();
    const page = `http://localhost:${site.port}`;
    // The page itself needs no CORS: it is asked for directly.
    const browser = await launchShared({ proxyPort: proxy.port, direct: [page] });
    return {
        address: JSON.stringify({ page: `${page}/`, browser: browser.wsEndpoint() }),
        close: async () => {
            await browser.close();
            await proxy.close();
            await site.close();
        },
    };
}

/** Takes a place on a stage: `{ page, browser }`, the page's address and the connected browser. */
export async function useStage(address) {
    const { page, browser } = JSON.parse(address);
    return { page, browser: await connectTo(browser) };
}
