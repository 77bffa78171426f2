// Where scenarios are played: the static server with the page, the forward proxy, and one Chromium that goes through it. A
// Chromium, and the program that drives it, take a second or two to start: a run of many scenarios has one stage for all.
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/serve.mjs';
import { launch } from '../browser/support/browser.mjs';
import { startProxy } from '../proxy/forward_proxy.mjs';
import { drive } from './drive.mjs';
import { scenarios } from './scenarios.mjs';

// The deployment's settings that the suite expects of its clients (auth/basic-cimd).
const CONFIG = { client_id_metadata_url: 'https://conformance-test.local/client-metadata.json' };

/** Serves the built page, with this config.json. */
const servePage = (config) =>
    serve({
        root: process.env.PARLEY_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)),
        port: 0,
        replace: { 'config.json': JSON.stringify(config) },
    });

/** What `client` asks: plays a scenario to its end. 500: it went wrong, and why; 404: there is no such scenario. */
async function play(request, response, place) {
    const { scenario, serverUrl, given } = JSON.parse(await text(request));
    if (!Object.hasOwn(scenarios, scenario))
        return response.writeHead(404).end(`The page is not driven through the scenario "${scenario}".`);
    try {
        await drive(place, serverUrl, scenarios[scenario], given);
        response.end();
    } catch (error) {
        response.writeHead(500).end(error.stack);
    }
}

/** Builds a stage. `address` is what `client` asks; `close` takes it all down. */
export async function stage() {
    const site = await servePage(CONFIG);
    const proxy = await startProxy();
    // The page itself needs no CORS: it is asked for directly.
    const page = `http://localhost:${site.port}`;
    const browser = await launch({ proxyPort: proxy.port, direct: [page] });
    const place = { page: `${page}/`, browser, servePage };
    const door = http.createServer((request, response) => play(request, response, place));
    await new Promise((resolve) => door.listen(0, '127.0.0.1', resolve));
    return {
        address: `http://127.0.0.1:${door.address().port}/`,
        close: async () => {
            await new Promise((resolve) => door.close(resolve).closeIdleConnections());
            await browser.close();
            await proxy.close();
            await site.close();
        },
    };
}
