// What a resource server does that takes DPoP-bound tokens only (RFC 9449 §4.3, §7): express middleware before the one that looks
// at the token itself, which then sees a Bearer token.
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';

const digest = (text) => createHash('sha256').update(text).digest('base64url');
const part = (jwt, index) => JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString());

/** The thumbprint (RFC 7638) of the key that signed the proof; throws what is wrong with it. */
function thumbprintOf(proof, { method, address, token, nonce }) {
    const [header, claims] = [part(proof, 0), part(proof, 1)];
    const { kty, crv, x, y, d } = header.jwk;
    if (header.typ !== 'dpop+jwt' || header.alg !== 'ES256' || kty !== 'EC' || crv !== 'P-256' || d !== undefined) throw new Error('the header is wrong');
    const end = proof.lastIndexOf('.');
    const key = createPublicKey({ key: header.jwk, format: 'jwk' });
    if (!verify('sha256', Buffer.from(proof.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(proof.slice(end + 1), 'base64url'))) throw new Error('the signature is wrong');
    if (claims.htm !== method || claims.htu !== address || claims.ath !== digest(token)) throw new Error('it is for another request');
    if (Math.abs(claims.iat - Date.now() / 1000) > 60) throw new Error('it is too old, or of the future');
    if (nonce && claims.nonce !== nonce) throw Object.assign(new Error('the nonce is missing, or an old one'), { code: 'use_dpop_nonce' });
    return { jkt: digest(JSON.stringify({ crv, kty, x, y })), jti: claims.jti };
}

/**
 * For the resource at `address`, whose metadata is at `metadata`. With `nonces` a nonce is wanted, and is good for five requests.
 * `onProof` hears of each good proof.
 */
export function dpopDoor({ address, metadata, nonces = false, onProof = () => {} }) {
    const seen = new Set();
    let nonce = nonces ? randomUUID() : undefined;
    let uses = 0;
    const refuse = (response, error) => {
        const also = error ? `, error="${error}"` : '';
        if (nonce) response.set('DPoP-Nonce', nonce);
        response.status(401).set('WWW-Authenticate', `DPoP algs="ES256"${also}, resource_metadata="${metadata}"`).json({ error: error ?? 'invalid_token' });
    };
    return (request, response, next) => {
        const [scheme, token] = (request.headers.authorization ?? '').split(' ');
        if (!token || scheme.toLowerCase() !== 'dpop') return refuse(response);
        try {
            const { jkt, jti } = thumbprintOf(request.headers.dpop ?? '', { method: request.method, address, token, nonce });
            if (seen.has(jti)) throw new Error('it came before');
            if (part(token, 1).cnf?.jkt !== jkt) throw new Error('the token belongs to another key');
            seen.add(jti);
        } catch (error) {
            return refuse(response, error.code ?? 'invalid_dpop_proof');
        }
        onProof();
        if (nonce && ++uses % 5 === 0) nonce = randomUUID();
        request.headers.authorization = `Bearer ${token}`;
        return next();
    };
}
