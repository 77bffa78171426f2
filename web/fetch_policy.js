// How this page speaks to servers. Loaded before app.mjs, which sends nothing when this did not run.
//
// The compiled program asks through window.fetch and has no words for credentials, cache, referrer or redirects; it says how
// it means a request in one header, which never leaves the page:
//     x-parley-fetch: refuse    a redirect is answered with status 0 and not followed
//                     follow    the browser follows redirects
//                     probe     no-cors: whether anything answers, and nothing about the answer
// A request without the header is the page loading its own files, or it is treated as "refuse".
(() => {
    'use strict';

    const fetchOfTheBrowser = window.fetch.bind(window);
    const marker = 'x-parley-fetch';

    const isOwnFile = (resource) => {
        const address = resource instanceof Request ? resource.url : String(resource);
        return new URL(address, document.baseURI).origin === location.origin;
    };

    // Async, so that what throws becomes a rejection; up to the browser's fetch it runs at once, because the body is a view
    // into the program's memory and holds only until then.
    const fetchByPolicy = async (resource, init = {}) => {
        const headers = new Headers(init.headers ?? (resource instanceof Request ? resource.headers : undefined));
        const meaning = headers.get(marker);
        headers.delete(marker);
        if (meaning === null && isOwnFile(resource)) return fetchOfTheBrowser(resource, init);
        const follow = meaning === 'follow' || meaning === 'probe';
        return fetchOfTheBrowser(resource, {
            ...init,
            headers,
            mode: meaning === 'probe' ? 'no-cors' : 'cors',
            credentials: 'omit',
            cache: 'no-store',
            referrerPolicy: 'no-referrer',
            redirect: follow ? 'follow' : 'manual',
        });
    };

    // Neither can be taken away again by a script that runs later.
    Object.defineProperty(window, 'fetch', { value: fetchByPolicy, writable: false, configurable: false });
    Object.defineProperty(window, 'parleyFetchPolicy', { value: true, writable: false, configurable: false });
})();
