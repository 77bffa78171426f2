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
            await WebAssembly.instantiateStreaming(fetch(new URL('app.deferred.wasm', import.meta.url)), {
                'primary': wasmExports,
            });
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
