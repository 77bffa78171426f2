// What must never happen while a page of ours is open: an uncaught error, a console error, a breach of the page's
// Content Security Policy, a request to an address nobody asked for.

// Runs in the page before its own scripts. The console carries it out, since a breach may happen before anything else
// listens.
function reportBreaches() {
    document.addEventListener('securitypolicyviolation', (event) => {
        console.error(
            `CSP breach: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
    });
}

const originOf = (address) => (URL.canParse(address) ? new URL(address).origin : '');

/**
 * Watches every page of a context. `page` is the address of the app, `servers` what it may ask besides. Resolves to
 *   problems     sentences, empty while all is well
 *   allow        (address) one more server that may be asked; "http://localhost" without a port: all on this machine
 *   expectError  (pattern) a console or page error that the test provokes
 */
export async function watch(context, page, servers = []) {
    const own = originOf(page);
    const allowed = new Set(servers.map(originOf));
    const mayAsk = (origin) =>
        origin === own || allowed.has(origin) || (allowed.has('http://localhost') && /^http:\/\/localhost:/.test(origin));
    const expected = [];
    const problems = [];
    const note = (kind, text) => {
        if (!expected.some((pattern) => pattern.test(text))) problems.push(`${kind}: ${text}`);
    };
    const checkRequest = (kind, address) => {
        const origin = originOf(address.replace(/^ws/, 'http'));
        if (/^(https?|wss?):/.test(address) && !mayAsk(origin)) note(kind, address);
    };

    await context.addInitScript(reportBreaches);
    context.on('weberror', (error) => note('Uncaught', error.error().stack ?? String(error.error())));
    context.on('console', (message) => {
        if (message.type() !== 'error') return;
        const text = message.text();
        // Chromium writes a console error for each fetch that is refused or fails. What an allowed server answers is
        // the test's affair, no fault of the page.
        const unreachable = /^Access to fetch at '([^']+)'/.exec(text)?.[1];
        const asked = unreachable ?? (text.startsWith('Failed to load resource') ? message.location().url : '');
        const origin = originOf(asked);
        if (origin === own || !mayAsk(origin)) note('Console', `${text} (${message.location().url})`);
    });
    context.on('request', (request) => checkRequest('Request to a third party', request.url()));
    context.on('page', (opened) =>
        opened.on('websocket', (socket) => checkRequest('WebSocket to a third party', socket.url())),
    );
    return {
        problems,
        allow: (address) => allowed.add(originOf(address)),
        expectError: (pattern) => expected.push(pattern),
    };
}
