// The troubles of hostile.mjs, by path. A trouble replaces the handlers of some methods, or with `every` all of them.
import { endless, oneEvent, openEvents } from './hostile_streams.mjs';
import { evilTools, manyTools, oddSchemas } from './hostile_tools.mjs';

const send = (response, body, status = 200, type = 'application/json') => {
    response
        .writeHead(status, { 'Content-Type': type })
        .end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
};
const result = (id, value) => ({ jsonrpc: '2.0', id, result: value });
const said = (text) => ({ content: [{ type: 'text', text }] });
const call = (handler) => ({ 'tools/call': handler });
const listing = (tools) => ({ 'tools/list': (response, { id }) => send(response, result(id, { tools })) });
const page =
    '<!doctype html><title>Not an API</title><script>alert(1)</script><h1>Welcome</h1><p>This is a web page.</p>';

// While connecting.
const connecting = {
    html: { every: (response) => send(response, page, 200, 'text/html; charset=utf-8') },
    html404: { every: (response) => send(response, page, 404, 'text/html; charset=utf-8') },
    'no-cors': { noCors: true, every: (response) => send(response, result(1, {})) },
    'connect-not-json': { every: (response) => send(response, 'Hello, I am not JSON {') },
    'connect-empty': { every: (response) => send(response, '') },
    'connect-silent': { every: () => {} },
    'connect-500': { every: (response) => send(response, 'Internal Server Error', 500, 'text/plain') },
    'connect-401': {
        every: (response) => {
            response.setHeader('WWW-Authenticate', 'Bearer realm="hostile"');
            send(response, '', 401);
        },
    },
    'connect-wrong-types': {
        initialize: (response, { id }) =>
            send(
                response,
                result(id, { protocolVersion: 7, capabilities: [], serverInfo: 'me', instructions: { a: 1 } }),
            ),
    },
    'connect-old': {
        initialize: (response, { id }) =>
            send(
                response,
                result(id, {
                    protocolVersion: '1999-01-01',
                    capabilities: {},
                    serverInfo: { name: 'old', version: '0' },
                }),
            ),
    },
    'redirect-away': {
        every: (response) => {
            response.setHeader('Location', 'http://127.0.0.1:9/stolen');
            send(response, '', 307);
        },
    },
};

// While listing tools.
const listingTools = {
    names: listing(evilTools),
    many: listing(manyTools(10_000)),
    'long-description': listing([
        { name: 'run', description: 'word '.repeat(200_000), inputSchema: { type: 'object' } },
    ]),
    schemas: listing(oddSchemas),
    'list-wrong-types': listing([
        7,
        null,
        'tool',
        [],
        {},
        { name: 5 },
        { name: 'a', inputSchema: 'x' },
        { name: 'b', description: {}, inputSchema: [], annotations: 3 },
        { name: 'run', inputSchema: { type: 'object', properties: [], required: 'all' } },
    ]),
    'list-not-array': listing('none'),
    // A cursor that always leads to the same page.
    'list-endless': {
        'tools/list': (response, { id }) =>
            send(
                response,
                result(id, { tools: [{ name: 'run', inputSchema: { type: 'object' } }], nextCursor: 'again' }),
            ),
    },
};

// While a tool runs: one JSON answer.
const running = {
    'not-json': call((response) => send(response, '{"jsonrpc":"2.0","id":1,"result":{"content":[oops')),
    empty: call((response) => send(response, '')),
    'wrong-types': call((response, { id }) =>
        send(response, result(id, { content: 'a string', isError: 'no', structuredContent: 7, _meta: [] })),
    ),
    'wrong-content': call((response, { id }) =>
        send(
            response,
            result(id, {
                content: [
                    7,
                    null,
                    {},
                    { type: 3 },
                    { type: 'text', text: { a: 1 } },
                    { type: 'image', data: 5, mimeType: [] },
                    { type: 'unheard-of', x: 1 },
                ],
            }),
        ),
    ),
    'bad-image': call((response, { id }) =>
        send(
            response,
            result(id, {
                content: [
                    { type: 'image', mimeType: 'image/png', data: '!!! not base64 !!!' },
                    { type: 'image', mimeType: 'image/png', data: 'aGVsbG8=' },
                    {
                        type: 'image',
                        mimeType: 'image/svg+xml',
                        data: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString(
                            'base64',
                        ),
                    },
                ],
            }),
        ),
    ),
    'error-wrong-types': call((response, { id }) => send(response, { jsonrpc: '2.0', id, error: 'all of it' })),
    'result-and-error': call((response, { id }) =>
        send(response, { jsonrpc: '2.0', id, result: said('yes'), error: { code: -1, message: 'no' } }),
    ),
    'wrong-id': call((response, { id }) =>
        send(response, result(typeof id === 'number' ? id + 1000 : `${id}-other`, said('for someone else'))),
    ),
    'duplicate-keys': call((response, { id }) =>
        send(
            response,
            `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[]},"result":${JSON.stringify(said('the second'))}}`,
        ),
    ),
    'html-result': call((response) => send(response, page, 200, 'text/html')),
    'status-500': call((response) => send(response, 'the stack trace of the server', 500, 'text/plain')),
    'bad-utf8': call((response, { id }) =>
        send(
            response,
            Buffer.concat([
                Buffer.from(
                    `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"a`,
                ),
                Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
                Buffer.from('b \\ud800 \\u0000 c"}]}}'),
            ]),
        ),
    ),
    big: call((response, { id }) => send(response, result(id, said('0123456789abcde\n'.repeat(10 * 65_536))))), // 10 MiB
    deep: call((response, { id }) =>
        send(
            response,
            `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[],"structuredContent":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
        ),
    ),
    'evil-markdown': call((response, { id }) =>
        send(
            response,
            result(
                id,
                said(
                    '<script>alert(1)</script> [x](javascript:alert(1)) [y](data:text/html,hi) ![z](http://127.0.0.1:9/z.png) \u001b[31mred\u202egnirts',
                ),
            ),
        ),
    ),
    // Not what the tool's own outputSchema promises.
    misfit: {
        ...listing([
            {
                name: 'run',
                inputSchema: { type: 'object' },
                outputSchema: { type: 'object', properties: { temperature: { type: 'number' } }, required: ['sky'] },
            },
        ]),
        ...call((response, { id }) =>
            send(response, result(id, { ...said('warm'), structuredContent: { temperature: 'warm' } })),
        ),
    },
    'slow-headers': call((response, { id }) => setTimeout(() => send(response, result(id, said('late'))), 3000)),
    silent: call(() => {}),
    // MCP 2025-11-25, Streamable HTTP, Session Management: 404 says the session is gone, and the client must begin a
    // new one.
    'session-lost': sessionLost(),
};

// While a tool runs: an event stream.
const streaming = {
    cut: call((response, { id }) => {
        const whole = `event: message\ndata: ${JSON.stringify(result(id, said('never whole')))}\n\n`;
        openEvents(response);
        response.write(whole.slice(0, whole.length / 2), () => setTimeout(() => response.destroy(), 50));
    }),
    'ended-early': call((response) => {
        openEvents(response);
        response.end(': bye\n\n');
    }),
    'huge-line': call((response, { id }) =>
        oneEvent(response, JSON.stringify(result(id, said('x'.repeat(9 * 1024 * 1024))))),
    ),
    'sse-not-json': call((response, { id }) => {
        openEvents(response);
        response.write('data: {oops\n\n');
        oneEvent(response, JSON.stringify(result(id, said('after the noise'))));
    }),
    endless: call((response) =>
        endless(
            response,
            20,
            () =>
                `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'on and on' } })}\n\n`,
        ),
    ),
    'endless-line': call((response) => endless(response, 0, (n) => (n === 0 ? 'data: ' : 'x'.repeat(65_536)))),
    'endless-json': call((response) =>
        endless(
            response,
            0,
            (n) =>
                n === 0 ? '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"' : 'x'.repeat(65_536),
            'application/json',
        ),
    ),
    // Requests of the server's own, of kinds the client never offered, before the answer.
    'server-requests': call((response, { id }) => {
        openEvents(response);
        for (const method of ['sampling/createMessage', 'roots/list', 'no/such', '__proto__'])
            response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id: `s-${method}`, method, params: {} })}\n\n`);
        oneEvent(response, JSON.stringify(result(id, said('after my questions'))));
    }),
};

function sessionLost() {
    let sessions = 0;
    const named = (response) => response.setHeader('Mcp-Session-Id', `session-${sessions}`);
    return {
        initialize: (response, { id }) => {
            sessions += 1;
            named(response);
            send(
                response,
                result(id, {
                    protocolVersion: '2025-11-25',
                    capabilities: { tools: {} },
                    serverInfo: { name: 'forgetful', version: '1' },
                }),
            );
        },
        // The first session of the server's life is forgotten at the first call, the later ones hold.
        'tools/call': (response, { id }, request) =>
            request.headers['mcp-session-id'] === 'session-1'
                ? send(
                      response,
                      { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } },
                      404,
                  )
                : send(response, result(id, said('in a new session'))),
    };
}

export const paths = Object.assign(Object.create(null), connecting, listingTools, running, streaming);
