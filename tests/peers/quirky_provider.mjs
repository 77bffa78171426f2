// An authorization server that behaves as one of quirks.mjs says, and beside it a small MCP server that it protects:
//
//     node tests/peers/quirky_provider.mjs --port N --as entra [--access-token-seconds 3600]
//
// Nobody is asked anything: /authorize sends back at once. It prints `provider ADDRESS`, the issuer as the MCP server names it, and
// then `listening ADDRESS`, the MCP server. GET /_seen at the provider is what came so far, [{ method, path, origin, query, form }],
// of preflights those at addresses of metadata, the resource's too; POST /_forget makes it forget whoever registered,
// POST /_end all refresh tokens. With several --as, pairs on free ports: `pair NAME LISTENING PROVIDER` each.
import { announce, endOnSignal, options } from './listen.mjs';
import { startPair } from './quirky_pair.mjs';
import { QUIRKS } from './quirks.mjs';

const settings = options({ as: { type: 'string', multiple: true, default: ['plain'] }, 'access-token-seconds': { type: 'string', default: '3600' } });

async function start(name, port) {
    if (!QUIRKS[name]) throw new Error(`--as ${name} is none of ${Object.keys(QUIRKS).join(', ')}`);
    const pair = await startPair(name, QUIRKS[name], { port, seconds: Number(settings['access-token-seconds']) });
    console.log(`pair ${name} ${pair.resource} ${pair.issuer}`);
    return pair;
}

endOnSignal(() => process.exit(0));
const [first, ...others] = settings.as;
for (const name of others) await start(name, 0);
const { port, issuer } = await start(first, settings.port);
console.log(`provider ${issuer}`);
announce(port);
