// The table of what must hold and the tests that cite it agree; and the checker sees it when they do not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const checker = fileURLToPath(new URL('../requirements.mjs', import.meta.url));
const header = 'id\tclause\tbehaviour\n';

function check(table, source) {
    const folder = mkdtempSync(join(tmpdir(), 'requirements-'));
    try {
        writeFileSync(join(folder, 'requirements.tsv'), table);
        writeFileSync(join(folder, 'some_test.cpp'), source);
        return spawnSync(process.execPath, [checker, folder], { encoding: 'utf8' });
    } finally {
        rmSync(folder, { recursive: true });
    }
}

test('every requirement is cited by a test, and every citation is a requirement', () => {
    const { status, stderr } = spawnSync(process.execPath, [checker], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
});

test('the checker refuses a row nobody cites, a citation without a row, and a row that does not read', () => {
    const good = check(`${header}a-b\tRFC 1\tIt holds.\n`, '// [req:a-b]\n');
    assert.equal(good.status, 0, good.stderr);
    const rows = [
        [`${header}a-b\tRFC 1\tIt holds.\n`, '', 'no test cites [req:a-b]'],
        [`${header}a-b\tRFC 1\tIt holds.\n`, '// [req:a-b] [req:a-c]\n', '"a-c" is not in requirements.tsv'],
        [`${header}a-b\tRFC 1\n`, '', 'a row has three cells'],
        [`${header}a-b\tRFC 1\tIt holds.\na-b\tRFC 1\tAgain.\n`, '// [req:a-b]\n', 'is there twice'],
        [`${header}A b\tRFC 1\tIt holds.\n`, '', 'is no id'],
        ['a-b\tRFC 1\tIt holds.\n', '', 'the first line'],
    ];
    for (const [table, source, problem] of rows) {
        const { status, stderr } = check(table, source);
        assert.equal(status, 1);
        assert.ok(stderr.includes(problem), stderr);
    }
});
