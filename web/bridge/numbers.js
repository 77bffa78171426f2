// The browser reads numbers: src/platform/web/numbers.cpp.
addToLibrary({
    parley_number__deps: ['$UTF8ToString'],
    parley_number: (text) => Number(UTF8ToString(text)),
});
