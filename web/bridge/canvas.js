// What the browser says of itself, and the mouse cursor, for platform/web/canvas.
addToLibrary({
    // In device pixels, measured by the observer; until it has spoken, by rounding.
    $canvas: {
        width: 0,
        height: 0,
        leaving: false, // the page may be gone in a moment

        measure(entry) {
            const box = entry?.['devicePixelContentBoxSize']?.[0];
            const element = document.getElementById('canvas');
            const size = (css, exact) => {
                const rounded = Math.round(css * devicePixelRatio);
                // Where the browser only plays a device (its tools for developers), it observes its own pixels.
                return Math.abs(exact - rounded) <= 2 ? exact : rounded;
            };
            canvas.width = size(element.clientWidth, box?.['inlineSize']);
            canvas.height = size(element.clientHeight, box?.['blockSize']);
        },

        matches: (query) => (window.matchMedia(query).matches ? 1 : 0),
    },

    parley_canvas_environment__deps: ['$canvas', '$stringToNewUTF8'],
    parley_canvas_environment: (values, scale) => {
        if (!canvas.width) canvas.measure();
        const language = stringToNewUTF8(navigator.language || '');
        HEAP32.set(
            [
                canvas.width,
                canvas.height,
                canvas.matches('(prefers-color-scheme: dark)'),
                canvas.matches('(prefers-reduced-motion: reduce)'),
                canvas.matches('(pointer: coarse)'),
                navigator.onLine === false ? 0 : 1,
                canvas.leaving || document.visibilityState === 'hidden' ? 0 : 1,
                -new Date().getTimezoneOffset(),
            ],
            values >> 2,
        );
        HEAPF32[scale >> 2] = devicePixelRatio;
        return language;
    },

    parley_canvas_watch__deps: ['$canvas'],
    parley_canvas_watch: () => {
        const changed = () => _parley_canvas_changed();
        const observer = new ResizeObserver((entries) => {
            canvas.measure(entries[entries.length - 1]);
            changed();
        });
        const element = document.getElementById('canvas');
        try {
            observer.observe(element, { 'box': 'device-pixel-content-box' });
        } catch {
            observer.observe(element); // Safari knows only CSS pixels
        }
        // The query names the present scale, so it is made anew after each change.
        const watchScale = () => {
            const query = window.matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
            query.addEventListener(
                'change',
                () => {
                    watchScale();
                    canvas.measure();
                    changed();
                },
                { 'once': true },
            );
        };
        watchScale();
        for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(pointer: coarse)'])
            window.matchMedia(query).addEventListener('change', changed);
        for (const event of ['online', 'offline', 'languagechange']) window.addEventListener(event, changed);
        document.addEventListener('visibilitychange', changed);
        // What is saved when the page begins to go still gets there; when it is hidden, it may be too late to encrypt it.
        for (const event of ['beforeunload', 'pagehide'])
            window.addEventListener(event, () => {
                canvas.leaving = true;
                changed();
                canvas.leaving = false;
                changed(); // the person may have said to stay
            });
    },

    parley_canvas_show: () => document.getElementById('canvas').classList.remove('unseen'),

    // Elements of the mirror have cursors of their own in style.css.
    parley_canvas_cursor: (cursor) => {
        const cursors =
            'default text move ns-resize ew-resize nesw-resize nwse-resize pointer wait progress not-allowed';
        document.body.style.cursor = cursors.split(' ')[cursor] || 'none';
    },

    // Kinds: 0 move, 1 press, 2 release, 3 leave, 4 tap, 5 let go out of sight. Positions in device pixels.
    parley_pointer_watch: () => {
        const send = (kind, event) =>
            _parley_pointer(
                kind,
                event.clientX * devicePixelRatio,
                event.clientY * devicePixelRatio,
                event.button,
                event.shiftKey,
                event.ctrlKey || event.metaKey,
                event.detail,
            );
        let pressed = false;
        let lastType = '';
        const isTouch = (event) => (lastType = event.pointerType || lastType) === 'touch';
        const release = () => {
            if (pressed) _parley_pointer(5, 0, 0, 0, 0, 0, 0);
            pressed = false;
        };
        const listen = (name, handler) => window.addEventListener(name, handler, { 'capture': true, 'passive': true });
        listen('pointermove', (event) => {
            if (isTouch(event)) return;
            if (!event.buttons) release(); // it was let go where we could not see it
            send(0, event);
        });
        listen('pointerdown', (event) => {
            if (isTouch(event)) send(3, event);
        });
        // It comes after the pointer's own event, and knows which click of a row it is: as slow as the person has set.
        listen('mousedown', (event) => {
            if (lastType === 'touch') return;
            const target = event.target;
            if (target.className === 'scroll' && event.offsetX >= target.clientWidth) return; // its scrollbar
            pressed = true;
            send(1, event);
        });
        listen('pointerup', (event) => {
            if (isTouch(event) || !pressed) return;
            pressed = event.buttons !== 0;
            send(2, event);
        });
        listen('pointercancel', (event) => {
            release();
            send(3, event);
        });
        listen('click', (event) => {
            if (isTouch(event) && !event.target.closest('#mirror .live')) send(4, event);
        });
        document.documentElement.addEventListener('pointerleave', (event) => {
            if (!pressed) send(3, event);
        });
        window.addEventListener('blur', (event) => {
            release();
            send(3, event);
        });
    },
});
