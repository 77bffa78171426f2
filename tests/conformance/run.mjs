// `./dev conformance`: the official suite against the built page.
//   --requirements REV                  everything a revision asks of a client
//   --scenario S [--spec-version REV]   one scenario, at one revision or at every one that lists it
//   --json FILE                         the results as data
// Without any: the scenarios the page is driven through so far, at every revision that lists them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { floorOf, floors } from './floors.mjs';
import { notYet, scenarios } from './scenarios.mjs';
import { stage } from './stage.mjs';
import { requiredScenarios, runScenario } from './suite.mjs';

const REVISIONS = ['2025-11-25', '2026-07-28'];
// In no revision's requirements, but servers of the first sign-in are still there.
const OLDEST = ['auth/2025-03-26-oauth-metadata-backcompat', 'auth/2025-03-26-oauth-endpoint-fallback'].map(
    (scenario) => ({ scenario, revision: '2025-03-26' }),
);
const TOGETHER = 2; // more at a time only makes each slower, and timeouts likelier

function wanted(options) {
    if (options.requirements)
        return requiredScenarios(options.requirements).map((scenario) => ({
            scenario,
            revision: options.requirements,
        }));
    const required = REVISIONS.flatMap((revision) =>
        requiredScenarios(revision).map((scenario) => ({ scenario, revision })),
    );
    const listed = [...OLDEST, ...required];
    if (!options.scenario) return listed.filter(({ scenario }) => scenario in scenarios);
    if (options['spec-version']) return [{ scenario: options.scenario, revision: options['spec-version'] }];
    return listed.filter(({ scenario }) => scenario === options.scenario);
}

/** What floors.mjs counts and these runs are without: a scenario that is no longer found must not be missed by nobody. */
function forgotten(options, runs) {
    if (options.scenario) return [];
    const counted = Object.entries(floors).flatMap(([scenario, counts]) =>
        Object.keys(counts).map((revision) => ({ scenario, revision })),
    );
    const asked = ({ scenario, revision }) =>
        options.requirements ? revision === options.requirements : !notYet.includes(scenario);
    const ran = new Set(runs.map(({ scenario, revision }) => `${scenario} ${revision}`));
    return counted.filter((one) => asked(one) && !ran.has(`${one.scenario} ${one.revision}`));
}

async function play(run, env) {
    const result = await runScenario(run.scenario, run.revision, env);
    const floor = floorOf(run.scenario, run.revision);
    const ok =
        result.exit === 0 &&
        !result.clientFailed &&
        result.failed === 0 &&
        result.warnings === 0 &&
        result.passed >= floor;
    if (!ok && result.passed < floor)
        result.problems.push(`passed ${result.passed} checks, and another client passes ${floor}`);
    return { ...run, ok, floor, ...result };
}

function printRow({ scenario, revision, ok, passed, floor, failed, warnings, problems, output }) {
    const counts = `passed ${String(passed).padStart(2)} of ${String(floor).padStart(2)}, failed ${failed}, warnings ${warnings}`;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${scenario.padEnd(38)} ${revision}  ${counts}`);
    if (ok) return;
    for (const problem of problems) console.log(`         ${problem}`);
    const words = /Stderr:\n([\s\S]*?)(?:\n\n|\nTest Results|$)/.exec(output)?.[1]; // the client's own
    if (words) console.log(words.replace(/^/gm, '         | '));
}

const { values: options } = parseArgs({
    options: {
        requirements: { type: 'string' },
        scenario: { type: 'string' },
        'spec-version': { type: 'string' },
        json: { type: 'string' },
    },
});
const runs = wanted(options);
if (runs.length === 0) {
    console.error(`The suite lists no scenario "${options.scenario}".`);
    process.exit(2);
}

process.once('SIGTERM', () => process.exit(143)); // or only the browser would end
const place = await stage();
const results = [];
try {
    const queue = [...runs];
    const worker = async () => {
        for (let run = queue.shift(); run; run = queue.shift()) {
            const result = await play(run, { PARLEY_STAGE: place.address });
            results.push(result);
            printRow(result);
        }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
} finally {
    await place.close();
}
const order = ({ scenario, revision }) =>
    runs.findIndex((run) => run.scenario === scenario && run.revision === revision);
results.sort((a, b) => order(a) - order(b));
if (options.json)
    writeFileSync(
        options.json,
        `${JSON.stringify(
            results.map(({ output, ...rest }) => rest),
            null,
            2,
        )}\n`,
    );
const missing = forgotten(options, results);
for (const { scenario, revision } of missing) console.log(`FAILED ${scenario} ${revision} has a floor and was not run`);
const failed = results.filter((result) => !result.ok).length + missing.length;
console.log(`${results.length + missing.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
