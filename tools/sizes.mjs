// What a page may weigh and how long a file may be: `node tools/sizes.mjs [--no-page]`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const top = fileURLToPath(new URL('..', import.meta.url));
const problems = [];

// Everything that a browser fetches before the first frame a person can use.
const FIRST = ['index.html', 'style.css', 'boot.js', 'app.mjs', 'app.wasm'];
const PAGE_BUDGET = 330_000; // bytes of brotli

function pageSize() {
    let total = 0;
    for (const name of FIRST) {
        const bytes = readFileSync(join(top, 'dist', name));
        const packed = brotliCompressSync(bytes, { params: {
            [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        } }).length;
        total += packed;
        console.log(`${name.padEnd(16)} ${String(bytes.length).padStart(8)}  brotli ${String(packed).padStart(7)}`);
    }
    console.log(`the page         brotli ${total} of ${PAGE_BUDGET}`);
    if (total > PAGE_BUDGET) problems.push(`The page weighs ${total} bytes of brotli, more than ${PAGE_BUDGET}.`);
}

// A file is read in one sitting. Those that are longer for a reason are in tools/long_files.tsv: file, lines allowed, reason.
const exceptions = new Map(readFileSync(join(top, 'tools', 'long_files.tsv'), 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .map(([file, lines, reason]) => [file, { lines: Number(lines), reason, used: false }]));

function fileLengths() {
    for (const file of readdirSync(join(top, 'src'), { recursive: true })) {
        if (!/\.[ch]pp$/.test(file)) continue;
        const name = `src/${file}`;
        const lines = readFileSync(join(top, name), 'utf8').split('\n').length - 1;
        const usual = name.endsWith('.hpp') ? 200 : 400;
        if (lines <= usual) continue;
        const exception = exceptions.get(name);
        if (!exception?.reason) problems.push(`${name} has ${lines} lines, more than ${usual}.`);
        else if (lines > exception.lines) problems.push(`${name} has ${lines} lines, more than the ${exception.lines} it was allowed.`);
        if (exception) exception.used = true;
    }
    for (const [file, { used }] of exceptions) if (!used) problems.push(`tools/long_files.tsv excepts ${file}, which is not long.`);
}

if (!process.argv.includes('--no-page')) pageSize();
fileLengths();
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
