// The authorization server half of quirky_provider.mjs: one entry of quirks.mjs, in memory.
import { createHash, randomBytes } from 'node:crypto';
import { bodyOf, allow, refuse, send } from './quirky_http.mjs';
import { BY_HAND } from './quirks.mjs';

const random = () => randomBytes(24).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const pathOf = (address) => (address ? new URL(address).pathname : undefined);

export class AuthorizationServer {
    #clients = new Map([[BY_HAND.id, { client_id: BY_HAND.id, client_secret: BY_HAND.secret }]]);
    #codes = new Map(); // code → the parameters of the authorization request
    #grants = new Set(); // { client, asked, over }
    #accessTokens = new Map(); // token → { grant, expires }
    #refreshTokens = new Map(); // token → { grant, used }
    #seen = [];

    /** At the origin `home`, for the MCP server `resource`; an access token is good for `seconds`. */
    constructor(quirk, { home, resource, seconds }) {
        Object.assign(this, { quirk, home, resource, seconds });
        this.hides = quirk.hides ?? [];
        this.listed = quirk.listed?.(home) ?? home + (quirk.issuer ?? '');
        const endpoint = (path) => home + path;
        this.metadata = {
            issuer: quirk.named?.(home) ?? this.listed,
            authorization_endpoint: endpoint('/authorize'),
            token_endpoint: endpoint('/token'),
            registration_endpoint: endpoint('/register'),
            revocation_endpoint: endpoint('/revoke'),
            response_types_supported: ['code'],
            grant_types_supported: ['authorization_code', 'refresh_token'],
            token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
            code_challenge_methods_supported: ['S256'],
            ...(quirk.userinfo && { userinfo_endpoint: endpoint('/userinfo') }),
            ...quirk.metadata?.(endpoint),
        };
        for (const id of quirk.knows ?? []) this.#clients.set(id, { client_id: id });
        this.metadataAt = this.#metadataPaths();
        this.registrationAt = pathOf(this.metadata.registration_endpoint);
        this.tokenAt = pathOf(this.metadata.token_endpoint);
    }

    /** Whether an Authorization field lets its sender in at the resource. */
    letsIn(authorization) {
        return this.scopesOf(authorization) !== undefined;
    }

    /** The scopes of the token in an Authorization field; undefined where it lets nobody in. */
    scopesOf(authorization = '') {
        const [scheme, value] = authorization.split(' ');
        const kept = scheme.toLowerCase() === 'bearer' ? this.#accessTokens.get(value) : undefined;
        if (!kept || kept.grant.over || kept.expires <= Date.now()) return undefined;
        return (kept.grant.asked.scope ?? '').split(' ');
    }

    async handle(request, response) {
        const url = new URL(request.url, this.home);
        const path = url.pathname;
        if (path === '/_seen') return send(response, 200, this.#seen);
        const hidden = this.#isHidden(path);
        if (this.metadataAt.has(path) && this.refusesPreflight(request, response)) return undefined;
        if (!hidden) allow(request, response);
        if (request.method === 'OPTIONS') return response.writeHead(hidden ? 404 : 204).end();
        const body = await bodyOf(request);
        const query = Object.fromEntries(url.searchParams);
        const registers = request.method === 'POST' && path === this.registrationAt;
        const form = registers ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
        this.#seen.push({ method: request.method, path, origin: request.headers.origin, query, form });
        if (this.metadataAt.has(path)) return send(response, 200, this.metadata);
        if (registers) return this.#register(request, response, form);
        if (request.method === 'GET' && path === '/authorize') return this.#authorize(response, query);
        if ([this.tokenAt, '/revoke'].includes(path) && this.quirk.hidesToken?.(form, request.headers)) response.removeHeader('Access-Control-Allow-Origin');
        if (request.method === 'POST' && path === this.tokenAt) return this.#token(request, response, form);
        if (request.method === 'POST' && path === '/revoke') return this.#revoke(response, form);
        if (request.method === 'GET' && path === '/userinfo' && this.quirk.userinfo) return this.#userinfo(request, response);
        if (request.method === 'POST' && path === '/_forget') return this.#forget(response);
        if (request.method === 'POST' && path === '/_end') return this.#endRefreshTokens(response);
        return send(response, 404, 'Not found');
    }

    /** At an address of metadata: true, and answered, where a preflight came and is not taken. Such requests are seen too. */
    refusesPreflight(request, response) {
        if (request.method !== 'OPTIONS') return false;
        this.#seen.push({ method: 'OPTIONS', path: new URL(request.url, this.home).pathname, origin: request.headers.origin, query: {}, form: {} });
        const status = this.quirk.metadataPreflight;
        if (status) response.writeHead(status).end();
        return Boolean(status);
    }

    #isHidden(path) {
        const hides = (what) => this.hides.includes(what);
        if (this.metadataAt.has(path)) return hides('metadata');
        return (path === this.registrationAt && hides('registration')) || (path === this.tokenAt && hides('token'));
    }

    // RFC 8414 §3.1 and OpenID Connect Discovery §4, with what servers make of them.
    #metadataPaths() {
        const { issuer = '', places = ['8414'] } = this.quirk;
        const path = issuer === '/' ? '' : issuer;
        const all = {
            8414: `/.well-known/oauth-authorization-server${path}`,
            oidc: `/.well-known/openid-configuration${path}`,
            'oidc appended': `${path}/.well-known/openid-configuration`,
            '8414 appended': `${path}/.well-known/oauth-authorization-server`,
        };
        return new Set(places.map((place) => all[place]));
    }

    #register(request, response, asked) {
        const client = { ...asked, client_id: random(), client_id_issued_at: now() };
        if (asked.token_endpoint_auth_method !== 'none') Object.assign(client, { client_secret: random(), client_secret_expires_at: 0 });
        const { status, body } = this.quirk.register?.({ asked, client, authorization: request.headers.authorization }) ?? { status: 201, body: client };
        if (status === 201) this.#clients.set(body.client_id, body);
        send(response, status, body);
    }

    #forget(response) {
        for (const id of this.#clients.keys()) if (id !== BY_HAND.id) this.#clients.delete(id);
        send(response, 200, {});
    }

    #endRefreshTokens(response) {
        this.#refreshTokens.clear();
        send(response, 200, {});
    }

    #authorize(response, parameters) {
        const { client_id, redirect_uri, state, code_challenge, code_challenge_method, response_type } = parameters;
        if (!this.#clients.has(client_id) || !redirect_uri) return refuse(response, 'invalid_request', 'There is no such client, or it names no address to go back to.');
        const back = new URL(redirect_uri);
        let problem = this.quirk.authorize?.(parameters, { server: this.resource });
        if (response_type !== 'code' || !code_challenge || code_challenge_method !== 'S256') problem = ['invalid_request', 'S256 is required'];
        const code = random();
        if (!problem) this.#codes.set(code, parameters);
        const answer = problem ? { error: problem[0], error_description: problem[1] } : { code };
        const whole = { ...answer, state, ...this.quirk.answers?.(answer) };
        for (const [name, value] of Object.entries(whole)) if (value !== undefined) back.searchParams.set(name, value);
        const { isolated, asks } = this.quirk;
        if (!isolated && !asks) return send(response, 302, '', { Location: back.href });
        const target = back.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
        if (asks) return send(response, 200, `<!doctype html><title>Signing in</title><a href="${target}">Go on</a>`);
        return send(response, 200, `<!doctype html><title>Signing in</title><meta http-equiv="refresh" content="0;url=${target}">`, { 'Cross-Origin-Opener-Policy': 'same-origin' });
    }

    // The client that asks, by RFC 6749 §2.3.1 or by its id alone; undefined when its secret is not right.
    #clientOf(request, form) {
        const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
        const [id, secret] = scheme.toLowerCase() === 'basic'
            ? Buffer.from(credentials, 'base64').toString().split(':').map(decodeURIComponent)
            : [form.client_id, form.client_secret];
        const client = this.#clients.get(id);
        if (!client || (secret !== undefined && secret !== client.client_secret)) return undefined;
        return this.quirk.secretWanted && secret === undefined ? undefined : client;
    }

    #token(request, response, form) {
        const client = this.#clientOf(request, form);
        if (!client) return refuse(response, 'invalid_client', 'The client is unknown, or its secret is missing or wrong.', 401);
        if (this.quirk.revokesAtToken && form.token && !form.grant_type) return this.#revoke(response, form);
        const problem = this.quirk.token?.(form);
        if (problem) return refuse(response, ...problem);
        if (form.grant_type === 'authorization_code') return this.#exchange(response, form, client);
        if (form.grant_type === 'refresh_token') return this.#refresh(response, form, client);
        return refuse(response, 'unsupported_grant_type', 'This grant is not known here.');
    }

    #exchange(response, form, client) {
        const asked = this.#codes.get(form.code);
        this.#codes.delete(form.code);
        const challenge = createHash('sha256').update(form.code_verifier ?? '').digest('base64url');
        if (!asked || asked.client_id !== client.client_id || asked.redirect_uri !== form.redirect_uri || asked.code_challenge !== challenge)
            return refuse(response, 'invalid_grant', 'The code is not good.');
        if (this.quirk.oneGrant) for (const old of this.#grants) if (old.client === client.client_id) old.over = true;
        const grant = { client: client.client_id, asked, over: false };
        this.#grants.add(grant);
        return this.#give(response, grant, true);
    }

    #refresh(response, form, client) {
        const { refreshToken = 'rotates' } = this.quirk;
        const token = this.#refreshTokens.get(form.refresh_token);
        if (!token || token.grant.over || token.grant.client !== client.client_id) return refuse(response, 'invalid_grant', 'The refresh token is not good.');
        if (token.used && refreshToken === 'rotates') {
            token.grant.over = true;
            return refuse(response, 'invalid_grant', 'The refresh token was used before.');
        }
        token.used = true;
        return this.#give(response, token.grant, refreshToken !== 'stays');
    }

    // RFC 7009 §2.1: with one token the whole grant goes; unknown tokens are fine.
    #revoke(response, form) {
        const found = this.#refreshTokens.get(form.token) ?? this.#accessTokens.get(form.token);
        if (found) found.grant.over = true;
        send(response, 200, {});
    }

    // OpenID Connect Core §5.3; RFC 6750 §3.1.
    #userinfo(request, response) {
        if (this.letsIn(request.headers.authorization)) return send(response, 200, this.quirk.userinfo);
        return send(response, 401, '', { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
    }

    #makeAccessToken(grant) {
        const { audience, resource, scope = '' } = grant.asked;
        const aud = this.quirk.audience?.(grant.asked, { server: this.resource }) ?? audience ?? resource ?? this.resource;
        const claims = { iss: this.metadata.issuer, sub: 'user', aud, client_id: grant.client, scope, iat: now(), exp: now() + this.seconds, jti: random() };
        const token = this.quirk.opaque?.(grant.asked) ? random() : `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(claims)}.${random()}`;
        this.#accessTokens.set(token, { grant, expires: Date.now() + this.seconds * 1000 });
        return token;
    }

    #give(response, grant, withRefreshToken) {
        const answer = { access_token: this.#makeAccessToken(grant), token_type: 'Bearer', expires_in: this.seconds, scope: grant.asked.scope, ...this.quirk.more };
        if (withRefreshToken) {
            answer.refresh_token = random();
            this.#refreshTokens.set(answer.refresh_token, { grant, used: false });
        }
        send(response, 200, answer);
    }
}
