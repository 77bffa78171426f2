// Ties the files of one build together: `node tools/stamp.mjs <folder>`. A host may let browsers keep each file for a while, and the
// halves of two releases must not meet: what one file asks of another bears the build's name, and the code that comes after the
// first frame is checked by its digest, which costs the start nothing (Subresource Integrity 1 §3.2).
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name));
const files = ['app.mjs', 'app.wasm', 'app.deferred.wasm'];
const build = createHash('sha256').update(Buffer.concat(files.map(read))).digest('hex').slice(0, 8);
const digest = createHash('sha256').update(read('app.deferred.wasm')).digest('base64');

function change(name, changes) {
    let text = read(name).toString();
    for (const [from, to] of changes) {
        if (!text.includes(from)) throw new Error(`${name} has no ${from} to put the build's name to.`);
        text = text.replaceAll(from, to);
    }
    writeFileSync(join(folder, name), text);
}

change('app.mjs', [
    ['"app.wasm"', `"app.wasm?${build}"`],
    ['"app.deferred.wasm"', `"app.deferred.wasm?${build}"`],
    ['"digest of app.deferred.wasm"', `"sha256-${digest}"`],
]);
change('boot.js', [["'./app.mjs'", `'./app.mjs?${build}'`]]);
change('index.html', [['"app.mjs"', `"app.mjs?${build}"`], ['"app.wasm"', `"app.wasm?${build}"`]]);
