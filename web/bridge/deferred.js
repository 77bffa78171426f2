// The second half of the code: fetched when the first frame is drawn, and put into the table of functions of the first.
addToLibrary({
    $deferredCode: {
        loading: null,

        // The first frame has the machine to itself. A page that is not seen gets none, and does not wait for one.
        drawn: () =>
            new Promise((resolve) => {
                requestAnimationFrame(() => setTimeout(resolve));
                setTimeout(resolve, 200);
            }),

        async load() {
            await deferredCode.drawn();
            // tools/stamp.mjs puts the digest here.
            const code = await fetch(new URL('app.deferred.wasm', import.meta.url), { integrity: 'digest of app.deferred.wasm' });
            if (!code.ok) throw new Error(`HTTP ${code.status}`);
            const imports = { 'primary': wasmExports };
            // A host that does not know what wasm is calls it something else.
            if (code.headers.get('Content-Type') === 'application/wasm') await WebAssembly.instantiateStreaming(code, imports);
            else await WebAssembly.instantiate(await code.arrayBuffer(), imports);
        },
    },
    parley_load_deferred__deps: ['$answers', '$deferredCode'],
    parley_load_deferred: (answer) => {
        deferredCode.loading ??= deferredCode.load().catch((error) => {
            deferredCode.loading = null; // the next call tries again
            throw error;
        });
        answers.from(answer, deferredCode.loading.then(() => new Uint8Array()));
    },
});
