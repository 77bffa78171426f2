// A real authorization server, panva's oidc-provider: `node tests/peers/oidc_provider.mjs --port N`. It has two accounts, `user`
// and `admin`, and the scopes of the todo manager; its pages are in oidc_pages.mjs.
//
//     --mount /oidc               the issuer has this path; its metadata is appended to it, as the package does it
//     --access-token-seconds 6    how long an access token is good
//     --opaque                    access tokens are no JWTs; a resource server has to introspect them
//     --remember                  a person who has signed in is not asked again (the usual way); else at every sign-in
//     --resource URL …            the only resources that there are; without, any address is one
//     --dpop                      DPoP is advertised and taken; --dpop-nonce: and a nonce wanted
//     --client ID --redirect-uri URI …     a public client registered by hand
//     --client-document FILE      a client metadata document, in place of the one that its client_id is the address of
//     --no-registration           no client registers itself
//
// It prints what happened, without anything secret: `granted refresh_token user`, `refused invalid_grant`, `registered`, …
import cors from 'cors';
import express from 'express';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import Provider, { errors, interactionPolicy } from 'oidc-provider';
import { announce, bind, options } from './listen.mjs';
import { Memory } from './oidc_memory.mjs';
import { interactionPages } from './oidc_pages.mjs';

const flag = { type: 'boolean', default: false };
const settings = options({
    mount: { type: 'string', default: '' },
    'access-token-seconds': { type: 'string', default: '3600' },
    opaque: flag,
    remember: flag,
    resource: { type: 'string', multiple: true, default: [] },
    dpop: flag,
    'dpop-nonce': flag,
    client: { type: 'string' },
    'redirect-uri': { type: 'string', multiple: true, default: [] },
    'client-document': { type: 'string' },
    'no-registration': flag,
});

const TODO_SCOPES = ['create:todos', 'read:todos', 'delete:todos'];
const COMMON_SCOPES = ['openid', 'offline_access', 'profile', 'email'];
const ACCOUNTS = {
    user: { name: 'Uri User', email: 'user@example.com', role: 'User', scopes: ['create:todos'] },
    admin: { name: 'Ada Admin', email: 'admin@example.com', role: 'Admin', scopes: TODO_SCOPES },
};
// Who may ask what an opaque token is worth: the todo manager.
const INTROSPECTION_CLIENT = { id: 'todo-manager', secret: 'not-secret-on-this-machine' };

const ttl = Number(settings['access-token-seconds']);
const dpop = settings.dpop || settings['dpop-nonce'];

function clients() {
    const all = [{
        client_id: INTROSPECTION_CLIENT.id, client_secret: INTROSPECTION_CLIENT.secret,
        redirect_uris: [], response_types: [], grant_types: [], token_endpoint_auth_method: 'client_secret_basic',
    }];
    if (settings.client) {
        all.push({
            client_id: settings.client, redirect_uris: settings['redirect-uri'], token_endpoint_auth_method: 'none',
            grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
        });
    }
    return all;
}

function policy() {
    const prompts = interactionPolicy.base();
    if (settings.remember) return prompts;
    const { Check } = interactionPolicy;
    prompts.get('login').checks.add(new Check('each_time', 'the person is asked at every sign-in', (ctx) =>
        (ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT)));
    return prompts;
}

// The package fetches a client's document from its address, over https and never from this machine: the test's is a file.
function documents() {
    const path = settings['client-document'];
    if (!path) return { feature: { enabled: false } };
    const text = readFileSync(path, 'utf8');
    const fetch = async (address) => {
        if (String(address) !== JSON.parse(text).client_id) throw new Error('there is no such document');
        return new Response(text, { headers: { 'content-type': 'application/json' } });
    };
    return { feature: { enabled: true, ack: 'draft-02' }, fetch };
}

function getResourceServerInfo(_ctx, indicator) {
    if (settings.resource.length > 0 && !settings.resource.includes(indicator)) throw new errors.InvalidTarget();
    return { scope: TODO_SCOPES.join(' '), audience: indicator, accessTokenTTL: ttl, accessTokenFormat: settings.opaque ? 'opaque' : 'jwt' };
}

function configuration(path) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { feature: clientIdMetadataDocument, fetch } = documents();
    return {
        adapter: Memory,
        jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
        cookies: { keys: [randomBytes(32).toString('hex')] },
        clients: clients(),
        clockTolerance: 0,
        ...(fetch && { fetch }),
        // A resource's scopes have to be here too, or a client that names none cannot ask for them.
        scopes: [...COMMON_SCOPES, ...TODO_SCOPES],
        claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
        conformIdTokenClaims: false, // claims in the ID token: userinfo refuses a token that is for a resource
        findAccount: (_ctx, sub) => Object.hasOwn(ACCOUNTS, sub) ? {
            accountId: sub,
            claims: () => ({ sub, name: ACCOUNTS[sub].name, preferred_username: sub, email: ACCOUNTS[sub].email, email_verified: true }),
        } : undefined,
        extraTokenClaims: (_ctx, token) => (token.accountId ? { role: ACCOUNTS[token.accountId].role } : undefined),
        features: {
            devInteractions: { enabled: false },
            registration: { enabled: !settings['no-registration'] },
            registrationManagement: { enabled: !settings['no-registration'], rotateRegistrationAccessToken: false },
            revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
            introspection: { enabled: true, allowedPolicy: (_ctx, client) => client.clientId === INTROSPECTION_CLIENT.id },
            resourceIndicators: { enabled: true, getResourceServerInfo, useGrantedResource: () => true, defaultResource: (_ctx, _client, oneOf) => oneOf },
            dPoP: dpop ? { enabled: true, ...(settings['dpop-nonce'] && { nonceSecret: randomBytes(32), requireNonce: () => true }) } : { enabled: false },
            rpInitiatedLogout: { enabled: false },
            clientIdMetadataDocument,
        },
        // Rotation for everybody; a token that comes a second time ends the whole grant.
        issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
        rotateRefreshToken: true,
        expiresWithSession: () => false,
        ttl: { AccessToken: ttl, AuthorizationCode: 60, Grant: 14 * 86400, IdToken: 3600, Interaction: 3600, RefreshToken: 14 * 86400, Session: 14 * 86400 },
        // Only a public client's own page may call the token and revocation endpoints from a browser.
        clientBasedCORS: (ctx, origin, client) =>
            (ctx.oidc.route === 'userinfo' || client.clientAuthMethod === 'none') && client.redirectUris.some((uri) => new URL(uri).origin === origin),
        interactions: { policy: policy(), url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
        renderError: (ctx, out) => {
            ctx.type = 'text/plain';
            ctx.body = Object.entries(out).map(([name, value]) => `${name}: ${value}`).join('\n');
        },
    };
}

function report(provider) {
    const say = (...words) => console.log(words.filter(Boolean).join(' '));
    provider.on('grant.success', (ctx) => say('granted', ctx.oidc.params.grant_type, ctx.oidc.entities.Account?.accountId));
    provider.on('grant.error', (ctx, error) => say('refused', ctx.oidc.params?.grant_type, error.error));
    provider.on('authorization.error', (_ctx, error) => say('not authorized', error.error, error.error_description));
    provider.on('registration_create.success', () => say('registered'));
    provider.on('registration_create.error', (_ctx, error) => say('not registered', error.error));
    provider.on('registration_delete.success', () => say('registration deleted'));
    provider.on('grant.revoked', () => say('grant revoked'));
    provider.on('server_error', (_ctx, error) => console.error(error));
}

const app = express();
const server = http.createServer(app);
const port = await bind(server, settings.port);
const issuer = `http://localhost:${port}${settings.mount}`;
const provider = new Provider(issuer, configuration(settings.mount));
report(provider);
app.disable('x-powered-by');
// The package allows no other origin to register; a server that is meant for clients in browsers does.
app.use(`${settings.mount}/reg`, cors());
app.use(settings.mount || '/', interactionPages(provider, settings.mount, ACCOUNTS, COMMON_SCOPES));
app.use(settings.mount || '/', provider.callback());
announce(port, settings.mount);
