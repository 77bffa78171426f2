// ports::SigningKeys on WebCrypto, in the store's database (store.js):
//   keys     ["signing", name] → { key: CryptoKey, ECDSA P-256, not extractable; jwk: the public key as text }
// Beside the store's own key and not in a table of their own: that would be a new version of the database, which an older page
// in another tab cannot open.
// An opened key is known by the number of the answer it came with; null while it is on its way.
addToLibrary({
    $signingKeys__deps: ['$store'],
    $signingKeys: {
        open: new Map(),

        algorithm: { 'name': 'ECDSA', 'namedCurve': 'P-256', 'hash': 'SHA-256' },

        // The members that RFC 7638 hashes, in its order.
        async publicText(key) {
            const jwk = await crypto.subtle.exportKey('jwk', key);
            return JSON.stringify({ 'crv': jwk['crv'], 'kty': jwk['kty'], 'x': jwk['x'], 'y': jwk['y'] });
        },

        async make() {
            const pair = await crypto.subtle.generateKey(signingKeys.algorithm, false, ['sign']);
            return { 'key': pair['privateKey'], 'jwk': await signingKeys.publicText(pair['publicKey']) };
        },

        // As with the store's key: of several tabs that begin at once, all use the first one's.
        find(name) {
            return store.withConnection(async (db) => {
                const place = ['signing', name];
                const kept = await store.value(db.transaction('keys').objectStore('keys').get(place));
                if (kept) return kept;
                let found = await signingKeys.make();
                const transaction = db.transaction('keys', 'readwrite', { 'durability': 'strict' });
                const keys = transaction.objectStore('keys');
                const look = keys.get(place);
                look.onsuccess = () => {
                    if (look.result) found = look.result;
                    else keys.put(found, place);
                };
                await store.done(transaction);
                return found;
            });
        },

        erase(name) {
            return store.withConnection(async (db) => {
                const transaction = db.transaction('keys', 'readwrite', { 'durability': 'strict' });
                transaction.objectStore('keys').delete(['signing', name]);
                await store.done(transaction);
                return new Uint8Array(0);
            });
        },

        // The public half of a private key can be had only by exporting it, so it is imported twice.
        async fromPem(pem) {
            const der = Uint8Array.from(atob(pem.replace(/-----[^-]*-----|\s/g, '')), (c) => c.charCodeAt(0));
            const readable = await crypto.subtle.importKey('pkcs8', der, signingKeys.algorithm, true, ['sign']);
            const key = await crypto.subtle.importKey('pkcs8', der, signingKeys.algorithm, false, ['sign']);
            return { 'key': key, 'jwk': await signingKeys.publicText(readable) };
        },

        async opened(answer, finding) {
            signingKeys.open.set(answer, null);
            const found = await finding;
            // Nobody waits for it any more.
            if (signingKeys.open.has(answer)) signingKeys.open.set(answer, found['key']);
            return new TextEncoder().encode(found['jwk']);
        },
    },

    parley_signing_open__deps: ['$signingKeys', '$answers', '$UTF8ToString'],
    parley_signing_open: (answer, name) => {
        answers.from(answer, signingKeys.opened(answer, signingKeys.find(UTF8ToString(name))));
    },

    parley_signing_import__deps: ['$signingKeys', '$answers', '$UTF8ToString'],
    parley_signing_import: (answer, pem) => {
        answers.from(answer, signingKeys.opened(answer, signingKeys.fromPem(UTF8ToString(pem))));
    },

    parley_signing_erase__deps: ['$signingKeys', '$answers', '$UTF8ToString'],
    parley_signing_erase: (answer, name) => answers.from(answer, signingKeys.erase(UTF8ToString(name))),

    parley_signing_sign__deps: ['$signingKeys', '$answers'],
    parley_signing_sign: (answer, key, bytes, length) => {
        const input = HEAPU8.slice(bytes, bytes + length);
        const sign = async () =>
            new Uint8Array(await crypto.subtle.sign(signingKeys.algorithm, signingKeys.open.get(key), input));
        answers.from(answer, sign());
    },

    parley_signing_forget__deps: ['$signingKeys'],
    parley_signing_forget: (key) => signingKeys.open.delete(key),
});
