// Runs clang-tidy over the page's sources, as many at a time as there are cores: `node tools/tidy.mjs <build folder> [file…]`.
// They are read as they are compiled, a folder's files together: the headers take far longer than the files. What has the text, headers
// of ours and checks of an earlier clean run is not read again.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const src = join(top, 'src');
const [build, ...only] = process.argv.slice(2);
const kept = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley', 'tidy');
mkdirSync(kept, { recursive: true });

// What em++ adds by itself and clang-tidy, which starts plain clang with the same words, does not know.
const sysroot = /--sysroot=(\S+)/.exec(execFileSync('em++', ['--cflags'], { encoding: 'utf8' }))[1];
const extra = ['--target=wasm32-unknown-emscripten', `--sysroot=${sysroot}`, `-isystem${sysroot}/include/compat`]
    .map((flag) => `--extra-arg-before=${flag}`);

/** What of ours is read with the file, itself included, directly or not. */
function closure(file, found = new Set()) {
    if (found.has(file)) return found;
    if (file.startsWith(`${src}/`)) found.add(file);
    for (const [, header] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
        const included = resolve(src, header); // together means included, by its whole path
        if (existsSync(included)) closure(included, found);
    }
    return found;
}

const rules = readFileSync(join(top, '.clang-tidy'), 'utf8') + execFileSync('clang-tidy', ['--version'], { encoding: 'utf8' });
function fingerprint(file) {
    const hash = createHash('sha256').update(rules);
    for (const part of [...closure(file)].sort()) hash.update(relative(top, part)).update(readFileSync(part));
    return hash.digest('hex');
}

function tidy(file) {
    return new Promise((resolve) => {
        const child = spawn('clang-tidy', ['-p', build, '--quiet', ...extra, file], { cwd: top, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { said += text; });
        child.on('error', (error) => resolve({ good: false, said: String(error) }));
        child.on('close', (code) => resolve({ good: code === 0, said }));
    });
}

const commands = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
const compiled = [...new Set(commands.map(({ file }) => file))];
const together = compiled.filter((file) => /\/Unity\/unity_\w+\.cxx$/.test(file));
const read = new Set(together.flatMap((file) => [...closure(file)]));
const alone = compiled.filter((file) => file.startsWith(`${src}/`) && !read.has(file));
const files = [...together, ...alone]
    .filter((file) => only.length === 0 || [...closure(file)].some((part) => only.some((name) => part.includes(name))));
const queue = files.filter((file) => !existsSync(join(kept, fingerprint(file))));
if (files.length === 0) {
    console.error('tidy: there is no source to read');
    process.exit(1);
}
console.log(`clang-tidy: ${queue.length} of ${files.length} to read`);

let failures = 0;
async function worker() {
    for (let file = queue.shift(); file; file = queue.shift()) {
        const mark = fingerprint(file);
        const { good, said } = await tidy(file);
        if (good) {
            writeFileSync(join(kept, mark), '');
            continue;
        }
        failures += 1;
        console.log(`${relative(top, file)}:\n${said.replace(/^\d+ warnings?.* generated\.\n/gm, '')}`);
    }
}
await Promise.all(Array.from({ length: availableParallelism() }, worker));
if (failures > 0) {
    console.error(`tidy: ${failures} of ${files.length} have something to mend`);
    process.exit(1);
}
