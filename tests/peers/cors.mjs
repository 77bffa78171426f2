// CORS as a server that wants to be reached from a browser gives it: any origin, no credentials, every header MCP uses
// readable.
const EXPOSED = 'Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID, WWW-Authenticate, Retry-After';

/** Sets the fields and answers a preflight. True when the request is thereby answered. */
export function allowOrigins(request, response) {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (request.method !== 'OPTIONS') return false;
    response
        .writeHead(204, {
            'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
            // Echoed, not listed: Mcp-Param-* names come from the tools.
            'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
            'Access-Control-Max-Age': '600',
        })
        .end();
    return true;
}
