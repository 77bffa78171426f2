// What sign_in.html and callback.html have in common.
'use strict';

const signInPage = {
    channelName: 'parley.sign_in',

    /** Once the page is there: in the person's language, its buttons working. */
    begin() {
        const wanted = (navigator.languages ?? []).find((language) => /^(en|ko)\b/i.test(language)) ?? 'en';
        document.documentElement.lang = wanted.slice(0, 2).toLowerCase();
        for (const button of document.querySelectorAll('button')) button.addEventListener('click', () => window.close());
    },

    /** Shows this one of the page's texts, and no other. */
    show(id) {
        for (const text of document.querySelectorAll('main > [id]')) text.hidden = text.id !== id;
    },

    /** A message of the channel. What is none of ours reads as an empty one. */
    read(data) {
        try {
            return Object(typeof data === 'string' ? JSON.parse(data) : null);
        } catch {
            return {};
        }
    },
};
