// What a machine lacks is one sentence that says what to install, whichever it is. The scripts run with a PATH on which there is only
// what every system has, and then one thing more each time.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const output = (...words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8' }).trim();
// Python itself: what is called so on a PATH can be a script that chooses one.
const which = (program) =>
    program === 'python3' ? output('python3', '-c', 'import sys; print(sys.executable)') : output('bash', '-c', 'command -v "$0"', program);
const EVERYWHERE = ['dirname', 'mkdir', 'cat', 'rm', 'sed', 'awk', 'id'];

/**
 * What a script says with these programs on the PATH, and its exit code. Its cache folder is an empty one of its own. `script` may
 * have arguments; `fake` programs say what they are given to say.
 */
function bare(t, script, programs, fake = {}) {
    const home = mkdtempSync(join(tmpdir(), 'parley-bare-'));
    t.after(() => rmSync(home, { recursive: true }));
    for (const program of [...EVERYWHERE, ...programs]) symlinkSync(which(program), join(home, program));
    for (const [program, says] of Object.entries(fake)) writeFileSync(join(home, program), `#!${which('bash')}\necho '${says}'\n`, { mode: 0o755 });
    const env = { HOME: home, PATH: home };
    const [file, ...words] = script.split(' ');
    const { status, stdout, stderr } = spawnSync(which('bash'), [here(`../../tools/${file}`), ...words], { env, encoding: 'utf8' });
    return { status, stdout, lines: stderr.trimEnd().split('\n'), left: existsSync(join(home, '.cache/parley/toolchain.env')) };
}

const HAVE = ['cmake', 'node', 'npm', 'python3'];
for (const [missing, sentence] of [
    ['cmake', /^parley: CMake is missing \(3\.25 or newer\): please install it, on Debian with 'apt-get install cmake'\.$/],
    ['node', /^parley: Node\.js is missing: please install version 18\.20 or newer, together with npm, /],
    ['npm', /^parley: npm is missing: please install version 18\.20 or newer, /],
    ['python3', /^parley: Python is missing \(3\.10 or newer, .*\): please install python3\.$/],
])
    test(`without ${missing} the toolchain is not begun, and one sentence says what to install`, (t) => {
        const { status, stdout, lines, left } = bare(t, 'toolchain.sh', HAVE.slice(0, HAVE.indexOf(missing)));
        assert.equal(status, 1);
        assert.equal(stdout, '');
        assert.equal(lines.length, 1, lines.join('\n'));
        assert.match(lines[0], sentence);
        assert.equal(left, false);
    });

test('only the native tests want a g++', (t) => {
    const { status, lines } = bare(t, 'test.sh unit', HAVE);
    assert.equal(status, 1);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], /^parley: g\+\+ is missing .*: please install it, on Debian with 'apt-get install g\+\+'\.$/);
});

test('on a machine for which Debian’s packages are not taken, the last sentence asks for an emsdk', (t) => {
    const { status, lines, left } = bare(t, 'toolchain.sh', HAVE, { uname: 'aarch64' });
    assert.equal(status, 1);
    assert.match(lines.at(-1), /^parley: Debian's packages are taken on x86_64 only, and this is aarch64: please install and activate emsdk/);
    assert.equal(left, false);
});

test('where there is neither an Emscripten nor apt, the last sentence asks for an emsdk', (t) => {
    const { status, lines, left } = bare(t, 'toolchain.sh', HAVE, { uname: 'x86_64' });
    assert.equal(status, 1);
    assert.match(lines.at(-1), /^parley: no Emscripten 6 or newer is active and this is not Debian: please install and activate emsdk/);
    assert.equal(left, false);
});

test('the packages of npm are not begun without Node', (t) => {
    const { status, lines } = bare(t, 'npm.sh', []);
    assert.equal(status, 1);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], /^parley: Node\.js is missing/);
});
