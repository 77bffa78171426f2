// oidc-provider as machines meet it, without a person and without a page: `node tests/peers/oidc_machines.mjs --port N --mount /oidc
// --key JWK`. Its clients: that of quirks.mjs, by its secret in the Authorization field; `with-key`, by a JWT of that P-256 key
// (RFC 7523 §2.2); `workload`, which proves nothing. They get tokens by client credentials, and for a JWT of that key or of the
// identity provider at /idp/token (RFC 7523 §2.1), which gives one for an ID token of that key (RFC 8693).
import cors from 'cors';
import express from 'express';
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import http from 'node:http';
import Provider, { errors } from 'oidc-provider';
import { announce, bind, options } from './listen.mjs';
import { Memory } from './oidc_memory.mjs';
import { BY_HAND } from './quirks.mjs';

const settings = options({ mount: { type: 'string', default: '/oidc' }, key: { type: 'string' } });
const jwk = JSON.parse(settings.key);

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
const GRANTS = ['client_credentials', JWT_BEARER];
const SCOPES = ['create:todos', 'read:todos', 'delete:todos'];

const es256 = (key) => ({ key, dsaEncoding: 'ieee-p1363' });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const machines = createPublicKey({ key: jwk, format: 'jwk' });
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' }); // the identity provider's

/** Whether one of the keys signed it. */
function isGood(jwt = '', ...keys) {
    const end = jwt.lastIndexOf('.');
    return keys.some((key) => verify('sha256', Buffer.from(jwt.slice(0, end)), es256(key), Buffer.from(jwt.slice(end + 1), 'base64url')));
}

function signed(claims) {
    const words = `${encoded({ alg: 'ES256', typ: 'oauth-id-jag+jwt' })}.${encoded(claims)}`;
    return `${words}.${sign('sha256', Buffer.from(words), es256(own.privateKey)).toString('base64url')}`;
}

const client = (id, method, more) => ({ client_id: id, token_endpoint_auth_method: method, redirect_uris: [], response_types: [], grant_types: GRANTS, ...more });

const app = express();
const server = http.createServer(app);
const port = await bind(server, settings.port);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider(`http://localhost:${port}${settings.mount}`, {
    adapter: Memory,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [
        client(BY_HAND.id, 'client_secret_basic', { client_secret: BY_HAND.secret }),
        client('with-key', 'private_key_jwt', { jwks: { keys: [jwk] }, token_endpoint_auth_signing_alg: 'ES256' }),
        client('workload', 'none'),
    ],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
    clientBasedCORS: () => true,
    scopes: SCOPES,
    ttl: { ClientCredentials: 600 },
    features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        registration: { enabled: true }, // nobody needs it, but the todo manager warns of a provider without
        resourceIndicators: {
            enabled: true,
            getResourceServerInfo: (_ctx, indicator) => ({ scope: SCOPES.join(' '), audience: indicator, accessTokenFormat: 'jwt' }),
            useGrantedResource: () => true,
        },
    },
});

provider.registerGrantType(JWT_BEARER, async (ctx) => {
    const { assertion, resource, scope } = ctx.oidc.params;
    if (!isGood(assertion, machines, own.publicKey)) throw new errors.InvalidGrant('the assertion is not good');
    const token = new provider.ClientCredentials({ client: ctx.oidc.client, scope });
    token.resourceServer = new provider.ResourceServer(resource, { scope: SCOPES.join(' '), accessTokenFormat: 'jwt' });
    ctx.body = { access_token: await token.save(), token_type: 'Bearer', expires_in: token.expiration };
}, ['assertion', 'resource', 'scope']);

provider.on('grant.success', (ctx) => console.log('granted', ctx.oidc.params.grant_type));
provider.on('grant.error', (ctx, error) => console.log('refused', ctx.oidc.params?.grant_type, error.error, error.error_detail ?? error.error_description));
provider.on('server_error', (_ctx, error) => console.error(error));

app.disable('x-powered-by');
app.use('/idp/token', cors(), express.urlencoded(), ({ body }, response) => {
    if (!isGood(body.subject_token, machines)) return response.status(400).json({ error: 'invalid_grant' });
    const jag = signed({ aud: body.audience, resource: body.resource, client_id: BY_HAND.id, sub: 'robot', jti: randomBytes(9).toString('base64url') });
    return response.json({ access_token: jag, issued_token_type: ID_JAG, token_type: 'N_A' });
});
app.use(settings.mount, provider.callback());
announce(port, settings.mount);
