// How many checks of each scenario the official TypeScript client passes (of the last six: plain JavaScript in a page),
// by revision. Ours must not pass fewer: a scenario can also end without a failure because nothing was tried.
const both = (at2025, at2026) => ({ '2025-11-25': at2025, '2026-07-28': at2026 });
const only2025 = (count) => ({ '2025-11-25': count });
const only2026 = (count) => ({ '2026-07-28': count });

export const floors = {
    initialize: only2025(1),
    tools_call: both(2, 2),
    'elicitation-sep1034-client-defaults': only2025(5),
    'sse-retry': only2025(3),
    'request-metadata': only2026(8),
    'http-standard-headers': only2026(9),
    'http-custom-headers': only2026(18),
    'http-invalid-tool-headers': only2026(12),
    'json-schema-ref-no-deref': only2026(1),
    'json-schema-2020-12-preservation': both(9, 9),
    'sep-2322-client-request-state': only2026(5),
    'auth/metadata-default': both(19, 18),
    'auth/metadata-var1': both(19, 18),
    'auth/metadata-var2': both(19, 18),
    'auth/metadata-var3': both(19, 18),
    'auth/basic-cimd': both(14, 12),
    // No other client's count is known: what ours passed.
    'auth/2025-03-26-oauth-metadata-backcompat': { '2025-03-26': 13 },
    'auth/2025-03-26-oauth-endpoint-fallback': { '2025-03-26': 8 },
    'auth/scope-from-www-authenticate': both(15, 14),
    'auth/scope-from-scopes-supported': both(15, 14),
    'auth/scope-omitted-when-undefined': both(15, 14),
    'auth/scope-step-up': both(21, 23),
    'auth/scope-retry-limit': both(10, 11),
    'auth/token-endpoint-auth-basic': both(20, 19),
    'auth/token-endpoint-auth-post': both(20, 19),
    'auth/token-endpoint-auth-none': both(20, 19),
    'auth/pre-registration': both(13, 10),
    // The official client asks the other resource's provider for its metadata before it declines: 3. Ours declines at once.
    'auth/resource-mismatch': only2026(2),
    'auth/offline-access-scope': only2026(11),
    'auth/offline-access-not-supported': only2026(14),
    'auth/authorization-server-migration': only2026(27),
    'auth/iss-supported': only2026(14),
    'auth/iss-not-advertised': only2026(14),
    'auth/iss-supported-missing': only2026(8),
    'auth/iss-wrong-issuer': only2026(8),
    'auth/iss-unexpected': only2026(8),
    'auth/iss-normalized': only2026(8),
    'auth/metadata-issuer-mismatch': only2026(3),
    'auth/client-credentials-jwt': both(7, 5),
    'auth/client-credentials-basic': both(7, 5),
    'auth/enterprise-managed-authorization': both(8, 6),
    'auth/dpop': both(12, 13),
    'auth/dpop-nonce': both(14, 15),
    'auth/wif-jwt-bearer': both(8, 6),
};

/** The floor of a scenario at a revision; at least one, so that doing nothing never passes. */
export const floorOf = (scenario, revision) => floors[scenario]?.[revision] ?? 1;
