// The options of `./dev run`: `node tools/run_options.mjs …` only reads them, so that a typo is told before anything is built.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const MOST = 65_535 - 4; // the demo servers have the four ports that follow. 0: any free one

/** Ends the program with one sentence where they are wrong. */
export function runOptions(words) {
    try {
        const { values } = parseArgs({ args: words, options: {
            port: { type: 'string', default: '8080' },
            'no-demo': { type: 'boolean', default: false },
            'no-open': { type: 'boolean', default: false },
        } });
        const port = Number(values.port);
        if (!/^\d+$/.test(values.port) || port > MOST) throw new Error(`--port is a number up to ${MOST}, not '${values.port}'.`);
        return { port, demo: !values['no-demo'], open: !values['no-open'] };
    } catch (error) {
        console.error(`parley: ${error.message}\nusage: ./dev run [--port N] [--no-demo] [--no-open]`);
        return process.exit(2);
    }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) runOptions(process.argv.slice(2));
