// ports::Store on IndexedDB and WebCrypto.
//
// Database "parley", version 1:
//   keys     "records" → a CryptoKey, AES-GCM 256, not extractable
//   records  [collection, key] → { iv: 12 random bytes, data: ciphertext with tag }
// The additional data of a record is its collection, a line feed, its key: moved to another name it does not decrypt.
// Names of members that are kept are quoted: the minifier must not rename them from one build to the next.
addToLibrary({
    $store__deps: ['$answers', '$UTF8ArrayToString', '$intArrayFromString'],
    $store__postset: 'store.connected();', // while the program is still on its way
    $store: {
        connection: null, // a promise of { db, key }, where the key is a promise too: nobody waits for it who needs none
        open: null, // what that brought: who asks then does so at once, though the program runs on
        turn: null, // the promise that the last write has begun, or failed: what begins later sees it
        part: 250, // records read at once

        // One value of a request; its transaction goes on as long as requests are made from its own callbacks.
        value(request) {
            return new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
        },

        // A transaction that only reads, its requests made by `ask`: said to be complete at once. One that waited for the page to
        // take its answers would hold up a write meanwhile, and a page that goes takes none.
        reading(db, ask) {
            const transaction = db.transaction('records');
            const answers = ask(transaction.objectStore('records')).map(store.value);
            transaction['commit']?.();
            return Promise.all(answers);
        },

        done(transaction) {
            return new Promise((resolve, reject) => {
                transaction.oncomplete = () => resolve();
                transaction.onabort = () =>
                    reject(transaction.error || { name: 'AbortError', message: 'The transaction was given up.' });
            });
        },

        openDatabase() {
            return new Promise((resolve, reject) => {
                const request = indexedDB.open('parley', 1);
                let refused = false;
                request.onupgradeneeded = () => {
                    request.result.createObjectStore('keys');
                    request.result.createObjectStore('records');
                };
                request.onblocked = () => {
                    refused = true;
                    reject({ name: 'Blocked', message: 'An older version of the database is open in another tab.' });
                };
                request.onerror = () => reject(request.error);
                request.onsuccess = () => {
                    const db = request.result;
                    if (refused) return db.close();
                    // Makes way for a newer page, or for the person who clears the site's data.
                    db.onversionchange = () => {
                        db.close();
                        store.close();
                    };
                    db.onclose = () => store.close();
                    resolve(db);
                };
            });
        },

        // The key in the database wins over the one made here: of several tabs that begin at once, all use the first one's.
        async findKey(db) {
            const kept = await store.value(db.transaction('keys').objectStore('keys').get('records'));
            if (kept) return kept;
            const made = await crypto.subtle.generateKey({ 'name': 'AES-GCM', 'length': 256 }, false, [
                'encrypt',
                'decrypt',
            ]);
            const transaction = db.transaction('keys', 'readwrite', { 'durability': 'strict' });
            const keys = transaction.objectStore('keys');
            let key = made;
            const look = keys.get('records');
            look.onsuccess = () => {
                if (look.result) key = look.result;
                else keys.put(made, 'records');
            };
            await store.done(transaction);
            return key;
        },

        async connect() {
            if (!globalThis['crypto']['subtle'])
                throw { name: 'InsecureContext', message: 'The page did not come over https.' };
            const db = await store.openDatabase();
            const key = store.findKey(db);
            key.catch(() => db.close());
            return { db, key };
        },

        connected() {
            if (!store.connection) {
                const connecting = store.connect();
                store.connection = connecting;
                // What failed is tried anew by the next call.
                connecting
                    .then((open) => {
                        if (store.connection === connecting) store.open = open;
                        return open.key;
                    })
                    .catch(() => store.forget(connecting));
            }
            return store.connection;
        },

        close() {
            store.connection = store.open = null;
        },

        forget(connection) {
            if (store.connection === connection) store.close();
        },

        // Runs `work` on the database; once more when the connection turned out to be closed.
        async withConnection(work) {
            for (let again = true; ; again = false) {
                const connection = store.connected();
                try {
                    const { db, key } = store.open ?? (await connection);
                    return await work(db, key);
                } catch (error) {
                    if (!again || error?.name !== 'InvalidStateError') throw error;
                    store.forget(connection);
                }
            }
        },

        inTurn(look) {
            return store.turn ? store.turn.then(look) : look();
        },

        // What changes records, one after the other: of two writes to one record the later call has the last word, however long
        // each encrypts.
        next(change) {
            const turn = store.turn;
            let begun;
            store.turn = new Promise((resolve) => (begun = resolve));
            return change(turn, begun).finally(begun);
        },

        cipher(name, iv) {
            return {
                'name': 'AES-GCM',
                'iv': iv,
                'additionalData': new Uint8Array(intArrayFromString(name[0] + '\n' + name[1], true)),
            };
        },

        async encrypt(key, name, value) {
            const iv = crypto.getRandomValues(new Uint8Array(12));
            return { 'iv': iv, 'data': await crypto.subtle.encrypt(store.cipher(name, iv), await key, value) };
        },

        // Null when it does not decrypt: changed, moved, of another key, or not a record at all.
        async decrypt(key, name, record) {
            const found = await key;
            try {
                const value = await crypto.subtle.decrypt(store.cipher(name, record['iv']), found, record['data']);
                return new Uint8Array(value);
            } catch (error) {
                return null;
            }
        },

        // `turn`: the writes before this one have begun. Calls `begun` when this one has, or cannot: what begins later is
        // done later, so nothing waits for a write to be done.
        async write(writes, turn, begun) {
            await store.withConnection(async (db, key) => {
                // Everything is encrypted before the transaction begins: it would end by itself during the wait.
                const records = await Promise.all(
                    writes.map(({ name, value }) => value && store.encrypt(key, name, value)),
                );
                await turn;
                const transaction = db.transaction('records', 'readwrite', { 'durability': 'strict' });
                const table = transaction.objectStore('records');
                const done = store.done(transaction);
                try {
                    writes.forEach(({ name }, i) => (records[i] ? table.put(records[i], name) : table.delete(name)));
                } catch (error) {
                    transaction.abort();
                    await done.catch(() => {});
                    throw error;
                }
                begun();
                transaction['commit']?.(); // also when the page goes now
                await done;
            });
            return new Uint8Array(0);
        },

        // Nothing where there is no record.
        async opened(key, name, record) {
            if (record === undefined) return new Uint8Array(0);
            const value = await store.decrypt(key, name, record);
            if (!value) throw { name: 'DamagedRecord', message: 'It does not decrypt.' };
            return store.joined([store.number(value.length), value]);
        },

        async read(name) {
            return store.withConnection(async (db, key) => {
                const [record] = await store.reading(db, (table) => [table.get(name)]);
                return store.opened(key, name, record);
            });
        },

        // In one transaction: of all who ask for it, in any tab, one gets it. `turn` and `begun` as for a write.
        async take(name, turn, begun) {
            return store.withConnection(async (db, key) => {
                await turn;
                // Not flushed: what a power cut brings back was good for one try, and its time runs.
                const transaction = db.transaction('records', 'readwrite', { 'durability': 'relaxed' });
                const table = transaction.objectStore('records');
                const found = store.value(table.get(name));
                table.delete(name);
                begun();
                transaction['commit']?.();
                const [record] = await Promise.all([found, store.done(transaction)]);
                return store.opened(key, name, record);
            });
        },

        async list(collection) {
            return store.withConnection(async (db, key) => {
                const pieces = [null];
                let damaged = 0;
                // A part at a time: thousands of records at once would hold up the frames.
                for (let last = [collection]; last; ) {
                    // Arrays sort after strings: the range has every key of the collection that comes after `last`.
                    const range = IDBKeyRange.bound(last, [collection, []], true);
                    const [names, records] = await store.reading(db, (table) => [
                        table.getAllKeys(range, store.part),
                        table.getAll(range, store.part),
                    ]);
                    const values = await Promise.all(names.map((name, i) => store.decrypt(key, name, records[i])));
                    names.forEach((name, i) => {
                        if (!values[i]) return damaged++;
                        const text = new Uint8Array(intArrayFromString(name[1], true));
                        pieces.push(store.number(text.length), text, store.number(values[i].length), values[i]);
                    });
                    last = names[store.part - 1];
                }
                pieces[0] = store.number(damaged);
                return store.joined(pieces);
            });
        },

        number(n) {
            return new Uint8Array([n, n >>> 8, n >>> 16, n >>> 24]);
        },

        joined(pieces) {
            const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
            let at = 0;
            for (const piece of pieces) {
                all.set(piece, at);
                at += piece.length;
            }
            return all;
        },

        // The fields of a call, as src/platform/web/store.cpp writes them: length in four bytes, bytes; length -1 is none.
        fields(memory, length) {
            const bytes = HEAPU8.slice(memory, memory + length);
            const view = new DataView(bytes.buffer);
            const fields = [];
            for (let at = 0; at < length; ) {
                const size = view.getInt32(at, true);
                at += 4;
                fields.push(size < 0 ? null : bytes.subarray(at, at + size));
                at += Math.max(size, 0);
            }
            return fields;
        },

        text(field) {
            return UTF8ArrayToString(field, 0, field.length, true);
        },
    },

    parley_store_write__deps: ['$store', '$answers'],
    parley_store_write: (answer, batch, length) => {
        const fields = store.fields(batch, length);
        const writes = [];
        for (let i = 0; i < fields.length; i += 3)
            writes.push({ name: [store.text(fields[i]), store.text(fields[i + 1])], value: fields[i + 2] });
        answers.from(answer, store.next((turn, begun) => store.write(writes, turn, begun)));
    },

    parley_store_read__deps: ['$store', '$answers'],
    parley_store_read: (answer, bytes, length) => {
        const name = store.fields(bytes, length).map(store.text);
        answers.from(answer, store.inTurn(() => store.read(name)));
    },

    parley_store_take__deps: ['$store', '$answers'],
    parley_store_take: (answer, bytes, length) => {
        const name = store.fields(bytes, length).map(store.text);
        answers.from(answer, store.next((turn, begun) => store.take(name, turn, begun)));
    },

    parley_store_list__deps: ['$store', '$answers'],
    parley_store_list: (answer, bytes, length) => {
        const [collection] = store.fields(bytes, length).map(store.text);
        answers.from(answer, store.inTurn(() => store.list(collection)));
    },
});
