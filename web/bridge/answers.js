// How a bridge answers later: src/platform/web/answers.hpp gave the number.
addToLibrary({
    $answers__deps: ['malloc', 'free', '$stringToNewUTF8'],
    $answers: {
        // `bytes` is a Uint8Array; it is copied.
        give(id, bytes) {
            const memory = _malloc(bytes.length + 1);
            HEAPU8.set(bytes, memory);
            _parley_answer(id, memory, bytes.length);
            _free(memory);
        },
        // An exception of the browser, or { name, message }.
        fail(id, error) {
            const reason = stringToNewUTF8(String(error?.name || 'Error'));
            const message = stringToNewUTF8(String(error?.message || error));
            _parley_answer_failure(id, reason, message);
            _free(reason);
            _free(message);
        },
        // Answers with the bytes that the promise brings.
        async from(id, promise) {
            try {
                answers.give(id, await promise);
            } catch (error) {
                answers.fail(id, error);
            }
        },
    },
});
