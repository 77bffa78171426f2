// `./dev bench [name…]`: measures the built page in a real browser and prints one table. Numbers of one run are compared with
// one another only; the machine they come from is said beside them. Fails where a bench has a limit and is over it.
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { chat } from '../tests/bench/chat.mjs';
import { sign_in } from '../tests/bench/sign_in.mjs';
import { start } from '../tests/bench/start.mjs';

const dist = process.env.PARLEY_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const benches = { start, sign_in, chat };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
for (const name of names)
    if (!benches[name]) throw new Error(`There is no bench '${name}'; there are: ${Object.keys(benches).join(', ')}`);

const load = () => os.loadavg()[0].toFixed(1);
const before = load();
const rows = [];
for (const name of names) {
    try {
        await benches[name]((...cells) => rows.push(`| ${cells.join(' | ')} |`), dist);
    } catch (error) {
        console.error(error);
        process.exitCode = 1; // the others are measured all the same
    }
}
console.log(`${os.cpus().length} × ${os.cpus()[0].model}, Node ${process.version}, load ${before} before and ${load()} after.\n`);
console.log(['| what | Parley | beside it | ratio |', '| --- | --- | --- | --- |', ...rows].join('\n'));
