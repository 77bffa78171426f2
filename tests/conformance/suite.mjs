// The official suite: which scenarios it has, and one scenario run with the page as its client.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SUITE = here('../node_modules/@modelcontextprotocol/conformance');

// The suite needs Node 22; where the machine has an older one, npm brought a newer.
function suiteNode() {
    if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
    const brought = here('../node_modules/.bin/node');
    if (existsSync(brought)) return brought;
    throw new Error('The conformance suite needs Node 22 or newer: install it, or run `npm ci` in tests/.');
}

/** The client scenarios of a revision, extensions and unscored ones too, from the suite's own requirement set. */
export function requiredScenarios(revision) {
    const file = join(SUITE, 'requirements', `${revision}.yaml`);
    if (!existsSync(file)) throw new Error(`The suite has no requirements for ${revision}.`);
    const text = readFileSync(file, 'utf8');
    const scored = /^client:\n((?: {2}- .*\n|\s*\n)*)/m.exec(text)?.[1] ?? '';
    const names = [...scored.matchAll(/^ {2}- (\S+)/gm)].map((match) => match[1]);
    for (const [, name, leg] of text.matchAll(/^ {2}- scenario: (\S+)\n {4}leg: (\S+)/gm))
        if (leg === 'client') names.push(name);
    return names;
}

function checksIn(folder) {
    const found = readdirSync(folder, { recursive: true }).find((path) => path.endsWith('checks.json'));
    return found ? JSON.parse(readFileSync(join(folder, found), 'utf8')) : [];
}

/**
 * Runs one scenario. `env` is added to the client's. Resolves to
 *   exit                        the suite's exit code, 0 when it was content
 *   clientFailed                the client ended with an error (some scenarios allow that, we do not)
 *   passed, failed, warnings, skipped   how many checks
 *   problems                    sentences: of failed and warning checks
 *   output                      what the suite and the client wrote
 */
export async function runScenario(scenario, revision, env) {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
    try {
        // `exec`: on a timeout the suite ends the shell, and the client must be that process.
        const args = [
            join(SUITE, 'dist', 'index.js'),
            'client',
            '--command',
            `exec '${here('client')}'`,
            '--scenario',
            scenario,
            '--spec-version',
            revision,
            '--force',
            '-o',
            folder,
        ];
        const child = spawn(suiteNode(), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
            stream.setEncoding('utf8').on('data', (text) => {
                output += text;
            });
        const exit = await new Promise((resolve, reject) =>
            child.once('error', reject).once('close', (code) => resolve(code ?? 1)),
        );
        const checks = checksIn(folder);
        const count = (status) => checks.filter((check) => check.status === status).length;
        return {
            exit,
            clientFailed: /Client (exited with code|timed out)/.test(output),
            passed: count('SUCCESS'),
            failed: count('FAILURE'),
            warnings: count('WARNING'),
            skipped: count('SKIPPED'),
            problems: checks
                .filter((check) => ['FAILURE', 'WARNING'].includes(check.status))
                .map((check) => `${check.id}: ${check.errorMessage ?? check.description}`),
            output,
        };
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
