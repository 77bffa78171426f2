// The second half of the code: fetched when the first frame is drawn, and put into the table of functions of the first.
addToLibrary({
    $deferredCode: { loading: null },
    parley_load_deferred__deps: ['$answers', '$deferredCode'],
    parley_load_deferred: (answer) => {
        deferredCode.loading ??= WebAssembly.instantiateStreaming(
            fetch(new URL('app.deferred.wasm', import.meta.url)),
            { 'primary': wasmExports },
        ).catch((error) => {
            deferredCode.loading = null; // the next call tries again
            throw error;
        });
        answers.from(answer, deferredCode.loading.then(() => new Uint8Array()));
    },
});
