// How tests/browser/ports.test.mjs drives the page: globalThis.ports.
//     ports.start('http', 'GET', url, …) → a number; the words go to ports_test_page.cpp, strings only
//     ports.events[number]               → what it reported so far, each a list of strings; the last one is ['end'] or ['bug', …]
//     ports.cancel(number)               → destroys the task
addToLibrary({
    $testPage__deps: ['$stringToNewUTF8', 'free'],
    $testPage: {
        events: {},
        last: 0,
        install() {
            globalThis['ports'] = {
                'events': testPage.events,
                'start': (...words) => {
                    const id = ++testPage.last;
                    testPage.events[id] = [];
                    const text = stringToNewUTF8(words.join('\x1e'));
                    _parley_test_start(id, text);
                    _free(text);
                    return id;
                },
                'cancel': (id) => _parley_test_cancel(id),
                'heapInUse': () => _parley_test_heap_in_use(),
            };
        },
    },

    parley_test_install__deps: ['$testPage'],
    parley_test_install: () => testPage.install(),

    parley_test_event__deps: ['$testPage', '$UTF8ToString'],
    parley_test_event: (id, text) => {
        testPage.events[id].push(UTF8ToString(text).split('\x1e'));
    },
});
