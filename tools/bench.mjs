// `./dev bench [name…]`: measures the built page in a real browser and prints tables. Numbers of one run are compared with
// one another only; the machine they come from is said beside them.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { launch } from '../tests/browser/support/browser.mjs';
import { serve } from './serve.mjs';

const top = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 7;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (name, value) => console.log(`| ${name} | ${value} |`);

// What a browser fetches before the first frame a person can use, as a good static host sends it.
function bytes() {
    const files = ['index.html', 'style.css', 'shell.css', 'fetch_policy.js', 'boot.js', 'app.mjs', 'app.wasm'];
    const packed = files.map((name) => brotliCompressSync(readFileSync(join(top, 'dist', name))).length);
    row('up to the first interactive frame, brotli', `${(packed.reduce((a, b) => a + b, 0) / 1000).toFixed(1)} KB`);
}

// From navigation to the moment the page says that it can be used; a fresh profile each time, and once more with its cache.
async function start() {
    const site = await serve({ root: join(top, 'dist'), port: 0 });
    const browser = await launch();
    const cold = [];
    const warm = [];
    for (let i = 0; i < RUNS; i++) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        const usable = async () => {
            const begin = performance.now();
            await page.goto(`http://localhost:${site.port}/`, { waitUntil: 'commit' });
            await page.locator('html[data-ready="true"]').waitFor({ state: 'attached' });
            return performance.now() - begin;
        };
        cold.push(await usable());
        warm.push(await usable());
        await context.close();
    }
    await browser.close();
    await site.close();
    row(`navigation to usable, nothing cached, median of ${RUNS}`, `${median(cold).toFixed(0)} ms`);
    row(`navigation to usable, cached, median of ${RUNS}`, `${median(warm).toFixed(0)} ms`);
}

const benches = { bytes, start };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
console.log(`${os.cpus().length} × ${os.cpus()[0].model}, load ${os.loadavg()[0].toFixed(1)}\n\n| what | measured |\n| --- | --- |`);
for (const name of names) {
    if (!benches[name]) throw new Error(`There is no bench '${name}'; there are: ${Object.keys(benches).join(', ')}`);
    await benches[name]();
}
