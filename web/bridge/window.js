// The window around the page, for ports::Window.
addToLibrary({
    parley_window_address__deps: ['$stringToNewUTF8'],
    parley_window_address: () => stringToNewUTF8(location.href),

    parley_window_languages__deps: ['$stringToNewUTF8'],
    parley_window_languages: () => stringToNewUTF8((navigator.languages || []).join('\n')),

    parley_window_replace_fragment__deps: ['$UTF8ToString'],
    parley_window_replace_fragment: (fragment) => {
        const text = UTF8ToString(fragment);
        history.replaceState(history.state, '', location.pathname + location.search + (text && '#' + text));
    },

    parley_window_online: () => navigator.onLine !== false,

    parley_window_set_title__deps: ['$UTF8ToString'],
    parley_window_set_title: (title) => {
        document.title = UTF8ToString(title);
    },

    // With noopener the browser gives null for an opened tab too; that there was a click is what can be known.
    parley_window_open_link__deps: ['$UTF8ToString'],
    parley_window_open_link: (url) => {
        const activation = navigator['userActivation'];
        if (activation && !activation['isActive']) return false;
        window.open(UTF8ToString(url), '_blank', 'noopener,noreferrer');
        return true;
    },

    parley_window_may_open: () => !navigator['userActivation'] || navigator['userActivation']['isActive'],

    $showsOnePage: () => Math.min(screen.width, screen.height) < 600,
    parley_window_shows_one_page__deps: ['$showsOnePage'],
    parley_window_shows_one_page: () => showsOnePage(),

    // The sign-ins' windows, by id. One that is opened without an address is empty at first: mostly it is known before one could
    // read anything where it is to go. Else it becomes sign_in.html, and from then on the handle is for focus and close only: the
    // rest is heard on the channel.
    $signInWindow__deps: ['$showsOnePage'],
    $signInWindow: {
        views: {},
        leaving: {}, // the timers of those that are still empty

        open(id, url) {
            // A phone has tabs only.
            const place =
                showsOnePage()
                    ? ''
                    : 'popup,width=520,height=720' +
                      ',left=' + Math.max(0, Math.round(window['screenX'] + (outerWidth - 520) / 2)) +
                      ',top=' + Math.max(0, Math.round(window['screenY'] + (outerHeight - 720) / 2));
            // Not noopener, which would leave us no handle; the opener is taken away before anything of the page runs.
            let view = null;
            try {
                view = window.open(url, '_blank', place);
            } catch (error) {} // an address that the browser does not take
            if (!view) return false;
            signInWindow.views[id] = view;
            view.opener = null;
            view.document.documentElement.style.colorScheme = 'dark light'; // no flash of white
            for (const other in signInWindow.views)
                if (signInWindow.views[other].closed) delete signInWindow.views[other];
            if (!url) signInWindow.leaving[id] = setTimeout(() => {
                signInWindow.send(id, new URL('sign_in.html#' + id, location.href).href);
            }, 300);
            return true;
        },

        send(id, address) {
            const timer = signInWindow.leaving[id];
            const view = signInWindow.views[id];
            clearTimeout(timer);
            delete signInWindow.leaving[id];
            if (!timer || !view || view.closed) return false;
            view.location.replace(address);
            return true;
        },
    },

    parley_window_open_sign_in__deps: ['$signInWindow', '$UTF8ToString'],
    parley_window_open_sign_in: (id, url) => signInWindow.open(UTF8ToString(id), UTF8ToString(url)),

    parley_window_send_sign_in__deps: ['$signInWindow', '$UTF8ToString'],
    parley_window_send_sign_in: (id, url) => signInWindow.send(UTF8ToString(id), UTF8ToString(url)),

    // One that was closed is opened anew: under its id it hears where to go. Of a page with an opener policy `closed` is true
    // always: then there are two, and the first answer counts.
    parley_window_show_sign_in__deps: ['$signInWindow', '$UTF8ToString'],
    parley_window_show_sign_in: (id) => {
        const name = UTF8ToString(id);
        const view = signInWindow.views[name];
        if (view && !view.closed) view.focus();
        else signInWindow.open(name, '');
    },

    parley_window_close_sign_in__deps: ['$signInWindow', '$UTF8ToString'],
    // Only a page of ours: a browser lets nobody close another's that has no opener.
    parley_window_close_sign_in: (id) => {
        const view = signInWindow.views[UTF8ToString(id)];
        try {
            if (view?.location.href) view.close();
        } catch (error) {} // the provider's
    },

    parley_window_leave_to__deps: ['$UTF8ToString'],
    parley_window_leave_to: (url) => location.assign(UTF8ToString(url)),

    // The key is callback.js's.
    $signInAnswer: (work) => {
        try {
            return work(window['sessionStorage'], 'parley.sign_in_answer');
        } catch (error) {
            return null; // site data is blocked: then nothing was left there either
        }
    },

    parley_window_sign_in_answer__deps: ['$signInAnswer', '$stringToNewUTF8'],
    parley_window_sign_in_answer: () =>
        stringToNewUTF8(signInAnswer((kept, key) => kept['getItem'](key)) || ''),

    parley_window_forget_sign_in_answer__deps: ['$signInAnswer'],
    parley_window_forget_sign_in_answer: () => signInAnswer((kept, key) => kept['removeItem'](key)),

    parley_window_copy_text__deps: ['$answers', '$UTF8ToString', '$copyBySelection'],
    parley_window_copy_text: (answer, text, length) => {
        const copied = UTF8ToString(text, length, true);
        const copy = async () => {
            try {
                await navigator['clipboard']['writeText'](copied);
            } catch (error) {
                // No clipboard on a plain http page, or not without a permission: the old way may still do.
                if (!copyBySelection(copied)) throw error;
            }
            return new Uint8Array(0);
        };
        answers.from(answer, copy());
    },

    $copyBySelection: (text) => {
        const focused = document.activeElement;
        const area = document.createElement('textarea');
        area.value = text;
        area.setAttribute('aria-hidden', 'true');
        area.style.position = 'fixed';
        area.style.opacity = '0';
        document.body.append(area);
        area.select();
        const copied = document.execCommand('copy');
        area.remove();
        focused?.focus?.({ 'preventScroll': true });
        return copied;
    },

    parley_window_save_file__deps: ['$UTF8ToString'],
    parley_window_save_file: (name, mimeType, bytes, length) => {
        const blob = new Blob([HEAPU8.slice(bytes, bytes + length)], { 'type': UTF8ToString(mimeType) });
        const address = URL.createObjectURL(blob);
        const link = document.createElement('a');
        link.href = address;
        link.download = UTF8ToString(name);
        link.click();
        // The download reads the blob after the click returns.
        setTimeout(() => URL.revokeObjectURL(address), 60000);
    },
});
