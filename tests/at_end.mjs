// What a test has started ends in the opposite order: the page before the servers that it asks.
const started = new WeakMap(); // test → functions, the newest last

/** Has `end` called when the test `t` is over, before all that was handed over earlier. The first error of any fails the test. */
export function atEnd(t, end) {
    const ends = started.get(t) ?? [];
    ends.push(end);
    if (started.has(t)) return;
    started.set(t, ends);
    t.after(async () => {
        const errors = [];
        while (ends.length > 0) await Promise.resolve().then(ends.pop()).catch((error) => errors.push(error));
        if (errors.length > 0) throw errors[0];
    });
}
