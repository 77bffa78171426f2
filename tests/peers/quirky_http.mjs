// What both halves of quirky_provider.mjs do with a request.
export async function bodyOf(request) {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    return body;
}

/** Any page may read the answer, and the named fields of it; a preflight is answered by the caller. */
export function allow(request, response, exposed = '') {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (exposed) response.setHeader('Access-Control-Expose-Headers', exposed);
    if (request.method !== 'OPTIONS') return;
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', request.headers['access-control-request-headers'] ?? '');
}

export function send(response, status, body, headers = {}) {
    const text = typeof body === 'string';
    response.writeHead(status, { 'Content-Type': text ? 'text/html' : 'application/json', 'Cache-Control': 'no-store', ...headers })
        .end(text ? body : JSON.stringify(body));
}

/** RFC 6749 §5.2. */
export const refuse = (response, error, description, status = 400) => send(response, status, { error, error_description: description });
