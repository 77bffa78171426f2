// What every test peer does alike: `--port N`, one line when it listens, an end on SIGTERM or SIGINT.
import { parseArgs } from 'node:util';

/** The options of the command line; `port` is a number, 0 for any free one. `more` is in the shape of parseArgs. */
export function options(more = {}) {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, ...more } });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
        throw new Error(`--port ${values.port} is not a port number`);
    return { ...values, port };
}

// Listens on the name `localhost` as a browser reads it: both address families where there are two. Resolves to the port.
export async function bind(server, port) {
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, resolve));
    endOnSignal(() => {
        server.close(() => process.exit(0));
        server.closeAllConnections(); // open event streams would keep it alive
    });
    return server.address().port;
}

export async function listen(server, port, path = '/mcp') {
    announce(await bind(server, port), path);
}

export function announce(port, path = '/mcp') {
    console.log(`listening http://localhost:${port}${path}`);
}

export function endOnSignal(end) {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, end);
}
