// Where the provider sends the person back to. The answer is the query: the app in another tab takes it from the channel. Where
// nobody takes it, or when it was this very tab that left for the provider, the app is loaded here and finds it.
//     here → app   {"answer":query}
//     app → here   {"taken":state}
// Nothing of the query is ever written to the page. (THREATS, CVE-2026-1721 and its like.)
(() => {
    'use strict';

    // First of all: the code is neither for the history nor for whatever is loaded next.
    const query = location.search;
    history.replaceState(null, '', location.pathname);
    window.opener = null;

    const WORDS_AFTER = 300; // ms; mostly the window is closed again before
    const TAKEN_WITHIN = 1500; // ms
    const CLOSED_AFTER = 100; // ms; closing a window keeps the browser busy, and the app has the code to exchange just now

    const show = async (id) => (await import('./sign_in_page.js')).show(id);

    // src/platform/web/window takes it from there, once.
    function finishHere() {
        try {
            sessionStorage.setItem('parley.sign_in_answer', query);
        } catch {
            return show('stuck');
        }
        return location.replace('./');
    }

    const state = new URLSearchParams(query).get('state') ?? '';
    function isTaken(data) {
        try {
            return state !== '' && JSON.parse(data).taken === state;
        } catch {
            return false; // none of ours
        }
    }

    if (query === '') return show('unasked');
    if (state.startsWith('p')) return finishHere(); // 'p': this page itself had left for the provider

    const channel = new BroadcastChannel('parley.sign_in'); // src/oauth/sign_in_window
    const speaking = setTimeout(() => show('finishing'), WORDS_AFTER);
    const waiting = setTimeout(() => {
        channel.close();
        finishHere();
    }, TAKEN_WITHIN);
    channel.onmessage = ({ data }) => {
        if (!isTaken(data)) return;
        clearTimeout(speaking);
        clearTimeout(waiting);
        channel.close();
        setTimeout(() => window.close(), CLOSED_AFTER);
        setTimeout(() => show('taken'), 2 * CLOSED_AFTER); // where the browser does not let it close itself
    };
    return channel.postMessage(JSON.stringify({ answer: query }));
})();
