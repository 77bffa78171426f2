// The house's layers and a few rules of its files, read from the sources themselves.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(src, { recursive: true }).filter((file) => /\.[ch]pp$/.test(file)).sort();
const text = (file) => readFileSync(src + file, 'utf8');

const FOLDERS = ['platform/web']; // the only layer whose name has two parts
const folderOf = (path) => FOLDERS.find((folder) => path.startsWith(`${folder}/`)) ?? path.split('/')[0];

// A header outside of src: ours are found there, whichever quotes were used.
const ours = new Set(files);
const isStandard = (header) => !/[./]/.test(header);

function includesOf(file) {
    return [...text(file).matchAll(/^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/gm)]
        .map(([, quoted, angled]) => quoted ?? angled)
        .map((header) => (ours.has(header) ? header : `<${header}>`))
        .filter((header) => !(header.startsWith('<') && isStandard(header.slice(1, -1))));
}

const rows = readFileSync(new URL('allowed.tsv', import.meta.url), 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => { const [from, to] = line.split('\t'); return { from, to, used: false }; });

function allows(row, file, header) {
    if (row.from !== file && row.from !== folderOf(file)) return false;
    if (row.to.startsWith('<')) return row.to.endsWith('/>') ? header.startsWith(row.to.slice(0, -1)) : header === row.to;
    return row.to === header || (!header.startsWith('<') && row.to === folderOf(header));
}

test('there are sources to read', () => assert.ok(files.length > 50, `${files.length} files in src`));

test('every include is allowed by the list', () => {
    const refused = [];
    for (const file of files) {
        for (const header of includesOf(file)) {
            if (!header.startsWith('<') && folderOf(header) === folderOf(file)) continue;
            const row = rows.find((each) => allows(each, file, header));
            if (row) row.used = true;
            else refused.push(`src/${file} includes ${header}`);
        }
    }
    assert.deepEqual(refused, []);
});

test('every row of the list is used', () => {
    assert.deepEqual(rows.filter((row) => !row.used).map(({ from, to }) => `${from} → ${to}`), []);
});

test('an include of our own is written in quotes, from the root of src', () => {
    const odd = [];
    for (const file of files) {
        for (const [line, header] of text(file).matchAll(/^\s*#\s*include\s*<([^>]+)>/gm)) if (ours.has(header)) odd.push(`src/${file}: ${line}`);
        for (const [line] of text(file).matchAll(/^\s*#\s*include\s*"\.\.?\/[^"]*"/gm)) odd.push(`src/${file}: ${line}`);
    }
    assert.deepEqual(odd, []);
});

// std::format and std::print alone are 205 KB of wasm; iostream, regex and locale bring as much.
test('no source takes in a part of the standard library that the page cannot afford', () => {
    const heavy = /^\s*#\s*include\s*<(format|print|iostream|ostream|istream|sstream|fstream|regex|locale|generator|filesystem|thread)>/gm;
    assert.deepEqual(files.flatMap((file) => [...text(file).matchAll(heavy)].map(([line]) => `src/${file}: ${line}`)), []);
});

test('every header has its #pragma once', () => {
    assert.deepEqual(files.filter((file) => file.endsWith('.hpp') && !/^#pragma once$/m.test(text(file))), []);
});

test('the namespace of a file is its folder', () => {
    const foreign = [];
    for (const file of files) {
        const expected = folderOf(file).replace('/', '::');
        const opened = [...text(file).matchAll(/^(?:inline )?namespace ([a-z_:]+) \{/gm)].map(([, name]) => name);
        const home = opened.filter((name) => name === expected || name.startsWith(`${expected}::`));
        if (opened.length > 0 && home.length === 0) foreign.push(`src/${file} opens only ${opened.join(', ')}`);
    }
    assert.deepEqual(foreign, []);
});

test('an English sentence that has its Korean one is said somewhere', () => {
    const joined = (file) => text(file).replace(/"\s*\n\s*"/g, '');
    const table = joined('ui/error_sentences.cpp').split('wordings[] = {')[1].split('};')[0];
    const sentences = [...table.matchAll(/\{"((?:[^"\\]|\\.)*)",/g)].map(([, english]) => english.split(/\{\}| \(HTTP /)[0]);
    assert.ok(sentences.length > 30);
    const said = files.filter((file) => !file.endsWith('error_sentences.cpp')).map(joined).join('\n');
    assert.deepEqual(sentences.filter((sentence) => !said.includes(sentence)), []);
});

test('401 and 403 go through one function, whatever carried the request', () => {
    const says = (pattern) => files.filter((file) => pattern.test(text(file)));
    const judging = says(/status [!=]= 40[13]/).filter((file) => file.startsWith('mcp/') && file !== 'mcp/errors.cpp'); // which only names them
    assert.ok(judging.length > 0);
    assert.deepEqual(judging.filter((file) => !/\.on_refused\(/.test(text(file))), []);
    assert.deepEqual(says(/::on_refused\(/), ['app/sign_in_tokens.cpp']);
    assert.deepEqual(says(/\boauth::(?:machine_)?sign_in\(/), ['app/sign_in.cpp']);
});
