// How authorization servers differ from the book, one entry a server: what quirky_provider.mjs then does. What an entry does not
// say is as the specifications have it: metadata where RFC 8414 puts it, open registration, rotation, CORS everywhere.
//
//     issuer                 the issuer's path; '/' alone means an issuer that ends in a slash
//     listed, named          (origin) what the resource's metadata lists and what the server's own says, where that differs
//     places                 where metadata is served: '8414' and 'oidc' inserted, 'oidc appended', '8414 appended'
//     metadata               (endpoint) members changed; undefined takes one away, null stays null
//     hides                  which answers have no CORS: 'metadata', 'registration', 'token'
//     hidesToken             (form, headers) whether that answer of the token or the revocation endpoint has none, where it depends;
//                            its preflight is taken
//     metadataPreflight      the status of a preflight at an address of metadata, also the resource's; that answer has no CORS
//     register               (request) → { status, body } instead of the usual answer; `body` may be text
//     knows                  ids of clients that need no registration
//     authorize, token       (parameters) → [error, description] to refuse
//     answers                (answer) → members added to the authorization response; undefined takes one away
//     opaque                 (parameters of the authorization request) whether the access token is no JWT
//     audience               (those, { server }) who the access token is for, if not `audience`, or else `resource`
//     userinfo               what the userinfo endpoint says to whoever has a good token; without, there is none
//     refreshToken           'rotates' (the old one again ends the grant), 'overlaps' (the old one stays good), 'stays' (none comes back)
//     more                   members added to the token's answer
//     secretWanted           PKCE is not enough: the client needs its secret
//     asks                   the sign-in page waits for a click on "Go on"
//     isolated               the sign-in page sets Cross-Origin-Opener-Policy
//     oneGrant               a new grant ends the older one of the same client
//     revokesAtToken         revocation lives at the token endpoint
//     door                   of the MCP server: { hidden, open: methods that need no token, elsewhere, preflight: status,
//                            wants: (message) → the scope that it needs, says: () → members changed of what it says of itself (RFC 9728) }

/** A client that a person registered by hand: every provider here knows it. Its secret is wanted only by some. */
export const BY_HAND = { id: 'by-hand', secret: 'by-hand-secret' };

const noRegistration = () => ({ registration_endpoint: undefined });
const absolute = (address) => URL.canParse(address);
const asOauth = (error, description, status = 400) => ({ status, body: { error, error_description: description } });

export const QUIRKS = {
    // As the book has it.
    plain: {},

    entra: {
        issuer: '/common/v2.0',
        named: (origin) => `${origin}/{tenantid}/v2.0`,
        places: ['oidc appended'],
        metadata: noRegistration,
        // Of a resource beside a scope that names one, the token endpoint speaks first.
        authorize: ({ resource, scope = '' }) => {
            if (scope.split(' ').some((one) => one.endsWith('/.default'))) return undefined;
            if (resource) return ['invalid_request', 'AADSTS901002: The resource request parameter is not supported.'];
            return ['invalid_scope', 'AADSTS70011: The provided value for the input parameter scope is not valid.'];
        },
        token: ({ resource }) => (resource ? ['invalid_target', 'AADSTS9010010: The resource parameter provided in the request does not match with the requested scopes.'] : undefined),
        more: { refresh_token_expires_in: 86400 },
    },

    auth0: {
        issuer: '/',
        places: ['8414', 'oidc appended'],
        metadata: (endpoint) => ({ registration_endpoint: endpoint('/oidc/register') }),
        // A secret for everybody, public clients too, who have no use for it.
        register: ({ client }) => ({ status: 201, body: { ...client, client_secret: 'of-no-use', client_secret_expires_at: 0 } }),
        opaque: ({ audience, resource }) => !audience && !resource,
        refreshToken: 'overlaps',
    },
    // Named by the resource as people write it, without the slash.
    auth0_closed: {
        issuer: '/',
        listed: (origin) => origin,
        named: (origin) => `${origin}/`,
        places: ['8414', 'oidc appended'],
        metadata: (endpoint) => ({ registration_endpoint: endpoint('/oidc/register') }),
        register: () => ({ status: 404, body: { statusCode: 404, error: 'Not Found', message: 'Dynamic client registration is not enabled.' } }),
    },

    okta: {
        issuer: '/oauth2/default',
        places: ['oidc appended', '8414 appended'],
        metadata: (endpoint) => ({ registration_endpoint: endpoint('/oauth2/v1/clients') }),
        hides: ['registration'],
        register: ({ authorization }) => (authorization ? undefined : { status: 401, body: { errorCode: 'E0000005', errorSummary: 'Invalid session' } }),
    },

    keycloak: {
        issuer: '/realms/demo',
        places: ['oidc appended'],
        register: ({ asked }) => {
            const known = ['client_name', 'client_uri', 'logo_uri', 'redirect_uris', 'grant_types', 'response_types', 'scope', 'token_endpoint_auth_method', 'software_id', 'software_version', 'contacts', 'tos_uri', 'policy_uri', 'jwks', 'jwks_uri'];
            const unknown = Object.keys(asked).find((name) => !known.includes(name));
            if (unknown) return asOauth('invalid_client_metadata', `Unrecognized field "${unknown}"`);
            if ((asked.scope ?? '').split(' ').includes('openid'))
                return asOauth('insufficient_scope', "Policy 'Allowed Client Scopes' rejected request to client-registration service. Details: Not permitted to use specified clientScope", 403);
            return undefined;
        },
        metadata: () => ({ scopes_supported: ['openid', 'todos'] }),
        door: { says: () => ({ scopes_supported: ['openid', 'todos'] }) },
        authorize: ({ resource }, { server }) => (resource && resource !== server ? ['invalid_target', 'The requested resource is unknown'] : undefined),
    },
    // And who is registered there by hand has no "Web origins" yet.
    keycloak_trusted_hosts: {
        issuer: '/realms/demo',
        places: ['oidc appended'],
        metadata: (endpoint) => ({ token_endpoint: endpoint('/realms/demo/protocol/openid-connect/token') }),
        hides: ['token'],
        register: () => asOauth('insufficient_scope', "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.", 403),
    },
    // Before 26.5, and before resource indicators: the parameter means nothing, and a scope has an audience mapper.
    keycloak_old: {
        issuer: '/realms/demo',
        places: ['oidc appended'],
        hides: ['registration'],
        audience: ({ scope = '' }, { server }) => (scope.split(' ').includes('todos') ? server : 'account'),
    },

    cognito: {
        issuer: '/pool_1',
        places: ['oidc appended'],
        metadata: () => ({ registration_endpoint: undefined, code_challenge_methods_supported: undefined }),
        refreshToken: 'stays',
    },

    google: {
        listed: (origin) => `${origin}/`,
        named: (origin) => origin,
        places: ['oidc appended'],
        metadata: noRegistration,
        secretWanted: true,
        door: { open: ['initialize', 'notifications/initialized', 'server/discover', 'tools/list', 'ping'] },
    },

    github: {
        issuer: '/login/oauth',
        places: ['8414'],
        hides: ['metadata'],
        metadata: noRegistration,
        opaque: () => true,
        door: { wants: ({ params }) => (params?.arguments?.text === 'private' ? 'repo' : undefined) },
    },

    logto: {
        issuer: '/oidc',
        places: ['oidc appended', '8414 appended'],
        metadata: noRegistration,
        authorize: ({ resource }) => (resource && !absolute(resource) ? ['invalid_target', 'resource indicator must be an absolute URI'] : undefined),
        opaque: ({ resource }) => !resource,
    },

    stripe: {
        metadata: () => ({ token_endpoint_auth_methods_supported: ['none'] }),
        register: ({ asked }) => (asked.client_name ? undefined : asOauth('invalid_client_metadata', 'client_name is required')),
        isolated: true,
    },

    linear: { refreshToken: 'overlaps' },

    workers: { oneGrant: true, revokesAtToken: true, metadata: (endpoint) => ({ revocation_endpoint: endpoint('/token') }) },

    // Resource indicators are off, and only a client without a secret may read tokens, where it is sent back to.
    oidc_provider: {
        issuer: '/oidc',
        places: ['oidc appended', '8414 appended'],
        hides: ['registration'],
        hidesToken: ({ client_secret, redirect_uri }, { origin, authorization }) => {
            const comesBackHere = !redirect_uri || new URL(redirect_uri).origin === origin;
            return Boolean(client_secret || authorization) || !comesBackHere;
        },
        opaque: () => true,
    },

    // The host asked for is only the door; the issuer is another one.
    atlassian: { named: (origin) => origin.replace('//localhost', '//127.0.0.1') },

    several_hidden_challenge: { door: { hidden: true } },
    several_registration_null: { metadata: () => ({ registration_endpoint: null }) },
    several_registration_500: { register: () => ({ status: 500, body: '' }) },
    several_registration_401: { register: () => ({ status: 401, body: '<html><body>Unauthorized</body></html>' }) },
    several_metadata_elsewhere: { door: { elsewhere: true } },
    several_preflight_401: { door: { preflight: 401 } },
    several_preflight_404: { door: { preflight: 404 } },
    several_preflight_405: { door: { preflight: 405 } },
    several_metadata_preflight: { metadataPreflight: 405 },
    several_appended: { issuer: '/tenant', places: ['8414 appended'] },
    several_no_metadata_cors: { hides: ['metadata'] },

    // One refusal each, and nothing else: RFC 7591 §3.2.2, RFC 8707 §2, RFC 6749 §5.2.
    redirect_refused: { register: () => asOauth('invalid_redirect_uri', 'The redirect address is not allowed.') },
    resource_refused: { authorize: ({ resource }) => (resource ? ['invalid_target', 'The resource is unknown.'] : undefined) },
    secret_wanted: { metadata: noRegistration, secretWanted: true },
};
