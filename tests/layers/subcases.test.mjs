// doctest finds the subcases of a test as it meets them: one that leaves the test hides those that stand after it for good.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('../', import.meta.url));

/** The subcases of a source that never run, as lines: what stands at the same depth after one that has a `return;`. */
function hidden(source) {
    const found = [];
    let leaves = ''; // the indent at which a subcase before this line has left the test; empty: none has
    let open = '';
    for (const [index, line] of source.split('\n').entries()) {
        if (/^}/.test(line)) leaves = open = '';
        const indent = /^(\s+)SUBCASE\(/.exec(line)?.[1];
        if (indent && leaves && indent.length <= leaves.length) found.push(index + 1);
        if (indent && !/}\s*$/.test(line) && (!open || indent.length <= open.length)) open = indent;
        if (open && line.startsWith(`${open}}`)) open = '';
        if (open && /^\s*return;/.test(line)) leaves = open;
    }
    return found;
}

test('a subcase that leaves its test is the last one', () => {
    const files = readdirSync(tests, { recursive: true }).filter((file) => /_test\.cpp$/.test(file) && !file.includes('node_modules'));
    assert.ok(files.length > 50);
    assert.deepEqual(files.flatMap((file) => hidden(readFileSync(tests + file, 'utf8')).map((line) => `tests/${file}:${line}`)), []);
});

test('one that hides another is found, and no other', () => {
    const source = (first, second) => `TEST_CASE("t") {\n    SUBCASE("a") {${first}\n    }\n    SUBCASE("b") {${second}\n    }\n}\nTEST_CASE("u") {\n    SUBCASE("c") {\n    }\n}\n`;
    assert.deepEqual(hidden(source('\n        return;', '')), [5]);
    assert.deepEqual(hidden(source('', '\n        return;')), []);
});
