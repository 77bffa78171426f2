// What is done in the page for each scenario of the suite, once it is connected. `given` is the scenario's own
// MCP_CONFORMANCE_CONTEXT. The scenarios judge what reaches their server, so each act only makes the page send what the
// scenario looks at, and sees that it was answered.
import {
    finished,
    inputSchema,
    openTool,
    run,
    runWithForm,
    runWithJson,
    sendRequest,
    toolRuns,
} from '../browser/support/acts.mjs';

async function runTool(page, name, args) {
    await run(page, name, args);
    await finished(page, name);
}

export const scenarios = {
    // The handshake alone: it is done when the page is connected.
    initialize: async () => {},
    // Also done by connecting: the first request is refused for its version, the second must be right.
    'request-metadata': async () => {},

    tools_call: async (page) => {
        await openTool(page, 'add_numbers');
        await runWithForm(page, { a: '5', b: '3' }); // typed as text by a person; must go as numbers
        await finished(page, 'add_numbers');
    },

    // The answer is held back until the page has waited as long as it was told and asked again.
    'sse-retry': (page) => runTool(page, 'test_reconnection', {}),

    'http-standard-headers': async (page) => {
        await runTool(page, 'test_headers', {});
        await runTool(page, 'my-hyphenated-tool', {});
        await sendRequest(page, 'resources/list', {});
        await sendRequest(page, 'resources/read', { uri: 'file:///path/to/file%20name.txt' });
        await sendRequest(page, 'prompts/list', {});
        await sendRequest(page, 'prompts/get', { name: 'test_prompt' });
    },

    'http-custom-headers': async (page, { toolCalls }) => {
        for (const { name, arguments: args } of toolCalls) await runTool(page, name, args);
    },

    // Eleven of the twelve tools have an unlawful x-mcp-header and must not be callable, however they are asked for.
    'http-invalid-tool-headers': async (page) => {
        for (const [name, args] of Object.entries(unlawful)) {
            await run(page, name, args);
            await page.getByText(`There is no tool “${name}”.`).first().waitFor();
            if ((await toolRuns(page, name, 'done').count()) > 0) throw new Error(`${name} could be run.`);
        }
        await openTool(page, 'valid_tool'); // one bad tool must not spoil the good one, nor must its refusal
        await runWithJson(page, { region: 'here' });
        await finished(page, 'valid_tool');
    },

    // The schema points at an address that must not be fetched, neither when listed nor when a form is made of it.
    'json-schema-ref-no-deref': (page) => openTool(page, 'lookup_user'),

    // The schema as the page keeps it goes back as an argument; any keyword lost on the way is missed.
    'json-schema-2020-12-preservation': async (page) => {
        await openTool(page, 'json_schema_2020_12_tool');
        const schema = await inputSchema(page);
        await runTool(page, 'json_schema_echo', { schema });
    },
};

// A sign-in that works: connecting is all of it, and a tool shows that the token serves.
const signIn = { act: (page) => runTool(page, 'test-tool', {}) };
// A sign-in that must not be begun, or not be finished: the page says why.
const refused = (words) => ({ refusal: words });

// A sign-in without a person: what the suite gives is what a deployment's config.json has for the server.
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const machine = (credentials) => ({ machineCredentials: credentials, ...signIn });

const auth = {
    'auth/metadata-default': signIn,
    'auth/metadata-var1': signIn,
    'auth/metadata-var2': signIn,
    'auth/metadata-var3': signIn,
    'auth/basic-cimd': signIn,
    'auth/2025-03-26-oauth-metadata-backcompat': signIn,
    'auth/2025-03-26-oauth-endpoint-fallback': signIn,
    'auth/scope-from-www-authenticate': signIn,
    'auth/scope-from-scopes-supported': signIn,
    'auth/scope-omitted-when-undefined': signIn,
    'auth/scope-step-up': signIn,
    // The server refuses whatever scope the token has: asking again and again would never end.
    'auth/scope-retry-limit': refused(/does not allow|refused/),
    'auth/token-endpoint-auth-basic': signIn,
    'auth/token-endpoint-auth-post': signIn,
    'auth/token-endpoint-auth-none': signIn,
    'auth/pre-registration': {
        settings: ({ client_id, client_secret }) => ({ clientId: client_id, clientSecret: client_secret }),
        ...signIn,
    },
    'auth/resource-mismatch': refused(/another server|another resource|does not cover|not for/),
    'auth/offline-access-scope': signIn,
    'auth/offline-access-not-supported': signIn,
    // After the first accepted call the server names another authorization server and takes no token of the old one.
    'auth/authorization-server-migration': {
        act: async (page) => {
            await runTool(page, 'test-tool', {});
            await runTool(page, 'test-tool', {});
        },
    },
    'auth/iss-supported': signIn,
    'auth/iss-not-advertised': signIn,
    'auth/iss-supported-missing': refused(/answer/),
    'auth/iss-wrong-issuer': refused(/answer/),
    'auth/iss-unexpected': refused(/answer/),
    'auth/iss-normalized': refused(/answer/),
    'auth/metadata-issuer-mismatch': refused(/issuer|another/),
    'auth/client-credentials-basic': machine(({ client_id, client_secret }) => ({
        grant_type: 'client_credentials',
        client_id,
        client_secret,
    })),
    'auth/client-credentials-jwt': machine(({ client_id, private_key_pem }) => ({
        grant_type: 'client_credentials',
        client_id,
        private_key: private_key_pem,
    })),
    'auth/enterprise-managed-authorization': machine((given) => ({
        grant_type: jwtBearer,
        client_id: given.client_id,
        client_secret: given.client_secret,
        identity_provider: {
            token_endpoint: given.idp_token_endpoint,
            client_id: given.idp_client_id,
            id_token: given.idp_id_token,
        },
    })),
    'auth/wif-jwt-bearer': machine(({ client_id, valid_jwt }) => ({
        grant_type: jwtBearer,
        client_id,
        assertion: valid_jwt,
    })),
    'auth/dpop': signIn,
    'auth/dpop-nonce': signIn,
};
Object.assign(scenarios, auth);

/** What other clients are counted in and the page cannot do yet: a server's questions to the person. */
export const notYet = ['elicitation-sep1034-client-defaults', 'sep-2322-client-request-state'];

const unlawful = {
    invalid_empty_header: { value: 'x' },
    invalid_object_header: { data: {} },
    invalid_array_header: { items: ['x'] },
    invalid_null_header: { nil: null },
    invalid_number_header: { score: 1 },
    invalid_duplicate_same_case: { field1: 'x', field2: 'y' },
    invalid_duplicate_diff_case: { field1: 'x', field2: 'y' },
    invalid_space_in_name: { value: 'x' },
    invalid_colon_in_name: { value: 'x' },
    invalid_non_ascii_name: { value: 'x' },
    invalid_control_char_name: { value: 'x' },
};
