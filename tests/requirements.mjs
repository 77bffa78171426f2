// Every row of requirements.tsv is cited by a test as [req:id], and every citation is a row. Run: node tests/requirements.mjs [folder]
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const table = join(tests, 'requirements.tsv');
// Its own words about citations are none.
const own = /requirements(\.test)?\.mjs$/;
const source = /\.(cpp|hpp|mjs|js|py)$/;
const skipped = new Set(['node_modules', 'corpus', 'data']);

function* files(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !skipped.has(entry.name)) yield* files(path);
        else if (entry.isFile() && source.test(entry.name) && !own.test(entry.name)) yield path;
    }
}

const problems = [];
const rows = new Map();
const [header, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n');
if (header !== 'id\tclause\tbehaviour') problems.push('requirements.tsv: the first line has to be "id, clause, behaviour"');
lines.forEach((line, index) => {
    const cells = line.split('\t');
    const where = `requirements.tsv:${index + 2}`;
    if (cells.length !== 3 || cells.some((cell) => cell.trim() === '')) problems.push(`${where}: a row has three cells`);
    else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(cells[0])) problems.push(`${where}: "${cells[0]}" is no id`);
    else if (rows.has(cells[0])) problems.push(`${where}: "${cells[0]}" is there twice`);
    else rows.set(cells[0], 0);
});

for (const path of files(tests)) {
    readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
        for (const [, id] of line.matchAll(/\[req:([^\]]*)\]/g)) {
            if (rows.has(id)) rows.set(id, rows.get(id) + 1);
            else problems.push(`${relative(tests, path)}:${index + 1}: "${id}" is not in requirements.tsv`);
        }
    });
}
for (const [id, citations] of rows) if (citations === 0) problems.push(`requirements.tsv: no test cites [req:${id}]`);

for (const problem of problems) console.error(problem);
console.log(`${rows.size} requirements, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
