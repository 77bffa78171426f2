// Web Locks for ports::Locks. `locks` has, by the number of the answer, what ends the wait or gives the held lock back.
addToLibrary({
    $locks: new Map(),

    parley_lock_acquire__deps: ['$locks', '$answers', '$UTF8ToString'],
    parley_lock_acquire: (answer, name) => {
        const waiting = new AbortController();
        locks.set(answer, () => waiting.abort());
        const hold = () => {
            if (!locks.has(answer)) return undefined;
            const held = new Promise((release) => locks.set(answer, release));
            answers.give(answer, new Uint8Array(0));
            return held;
        };
        const request = async () => {
            await navigator['locks']['request'](UTF8ToString(name), { 'signal': waiting.signal }, hold);
        };
        // After a release there is nobody to tell; the number was forgotten.
        request().catch((error) => answers.fail(answer, error));
    },

    parley_lock_release__deps: ['$locks'],
    parley_lock_release: (answer) => {
        const end = locks.get(answer);
        locks.delete(answer);
        end?.();
    },
});
