// Beside emscripten_fetch, which does the work: whether ../fetch_policy.js ran.
addToLibrary({
    parley_fetch_policy_is_there: () => globalThis['parleyFetchPolicy'] === true,
});
