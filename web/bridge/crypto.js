// WebCrypto for ports::Crypto. Random bytes need no bridge: the toolchain's getentropy is crypto.getRandomValues.
addToLibrary({
    parley_sha256__deps: ['$answers'],
    parley_sha256: (answer, bytes, length) => {
        const input = HEAPU8.slice(bytes, bytes + length);
        answers.from(
            answer,
            (async () => new Uint8Array(await globalThis['crypto']['subtle']['digest']('SHA-256', input)))(),
        );
    },
});
