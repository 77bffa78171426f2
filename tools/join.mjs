// Joins what the page always asks for together, since each file costs its start some milliseconds: `node tools/join.mjs <folder>`.
// The sources work as they are, too.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), 'utf8');

/** In the file `into`, `text` takes the place of `asks`, which must be there once. */
function replace(into, asks, text) {
    const before = read(into);
    if (before.split(asks).length !== 2) throw new Error(`${into} does not have ${asks} once.`);
    writeFileSync(join(folder, into), before.replace(asks, () => text));
}

const comments = /^ *\/\/.*\n/gm;
replace('boot.js', "import './fetch_policy.js';\n", read('fetch_policy.js'));
writeFileSync(join(folder, 'boot.js'), read('boot.js').replace(comments, ''));
rmSync(join(folder, 'fetch_policy.js'));

replace('index.html', '<link rel="stylesheet" href="shell.css">\n', '');
writeFileSync(join(folder, 'style.css'), read('style.css') + read('shell.css')); // other pages have shell.css alone

// The way back from the provider is one request. Its policy names the script by its digest (CSP 3 §6.7.3.3).
const script = `\n${read('callback.js').replace(comments, '')}`;
if (/<!--|<\/?script/i.test(script)) throw new Error('callback.js cannot stand in a page as it is.');
const digest = createHash('sha256').update(script).digest('base64');
replace('callback.html', '<script src="callback.js"></script>', `<script>${script}</script>`);
replace('callback.html', "script-src 'self'", `script-src 'self' 'sha256-${digest}'`);
rmSync(join(folder, 'callback.js'));
