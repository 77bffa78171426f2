// The window in which a person signs in, before it goes to the provider. The page that opened it is still finding out where
// that is; the two are on one channel, and know each other by the id in this page's fragment.
//     here → page   {"waiting":id}              again and again, until it hears where to go
//     page → here   {"wait":id}                 still finding out
//                   {"go":url,"window":id}
//                   {"close":id}
(() => {
    'use strict';

    window.opener = null;

    const ASK_EVERY = 300; // ms; words come with the first repeated question: before that there is seldom time to read any
    const ALONE_AFTER = 20000; // ms without a word from the page that opened this window

    function idOfThisWindow() {
        try {
            return decodeURIComponent(location.hash.slice(1));
        } catch {
            return '';
        }
    }

    // As base::is_safe_to_open: https:, or http: on loopback; no userinfo. (THREATS, CVE-2025-58444.)
    function isSafe(address) {
        if (!URL.canParse(address)) return false;
        const { protocol, hostname, username, password } = new URL(address);
        const loopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
        return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && loopback));
    }

    // A message of the channel. What is none of ours reads as an empty one.
    function read(data) {
        try {
            return Object(typeof data === 'string' ? JSON.parse(data) : null);
        } catch {
            return {};
        }
    }

    let shown; // the last one asked for: the words may come later
    const show = async (id) => {
        shown = id;
        const page = await import('./sign_in_page.js');
        page.show(shown);
    };

    const id = idOfThisWindow();
    if (id === '') return show('unasked');

    const channel = new BroadcastChannel('parley.sign_in'); // src/oauth/sign_in_window
    let heard = Date.now();
    const ask = () => channel.postMessage(JSON.stringify({ waiting: id }));
    const asking = setInterval(() => {
        show(Date.now() - heard > ALONE_AFTER ? 'alone' : 'preparing');
        ask();
    }, ASK_EVERY);
    const end = () => {
        clearInterval(asking);
        channel.close();
    };
    channel.onmessage = ({ data }) => {
        const message = read(data);
        if (message.wait === id) heard = Date.now();
        if (message.close === id) {
            end();
            window.close();
        } else if (message.window === id && typeof message.go === 'string') {
            end();
            if (isSafe(message.go)) location.replace(message.go);
            else show('refused');
        }
    };
    return ask();
})();
