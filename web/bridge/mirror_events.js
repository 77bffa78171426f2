// What a person does with the elements of the mirror.
addToLibrary({
    $mirrorEvents__deps: ['$mirror', '$mirrorText'],
    $mirrorEvents: {
        // ui::Key in its order; the bit of a key in Node::keys is 1 << its place.
        keys: 'Enter Escape ArrowUp ArrowDown ArrowLeft ArrowRight Tab Home End PageUp PageDown Delete'.split(' '),
        touched: false, // the last pointer was a finger
        mac: false,

        focused: () => mirror.ofElement.get(document.activeElement) || null,

        key(event) {
            // 229: the key belongs to an input method, also where isComposing is already false (Safari).
            if (event.isComposing || event.keyCode === 229) return;
            const item = mirrorEvents.focused();
            const forward = (key, character) => {
                const control = mirrorEvents.mac ? event.metaKey : event.ctrlKey;
                const id = item ? item.id : 0;
                _parley_mirror_key(id, key, character, event.shiftKey, control, event.altKey);
            };
            const shortcut = mirrorEvents.shortcut(event, item);
            if (shortcut) {
                event.preventDefault();
                return forward(12, shortcut.codePointAt(0));
            }
            const key = mirrorEvents.keys.indexOf(event.key);
            const wanted = item && key >= 0 && (item.keys & (1 << key)) !== 0 && mirrorEvents.isPlain(event, item);
            if (wanted) {
                event.preventDefault();
                forward(key, 0);
            } else if (event.key === 'Escape') {
                forward(key, 0);
            } else if (event.key === 'Enter' && item?.field && !item.field.multiline) {
                event.preventDefault(); // a line is all it holds
            } else if (item && (event.key === 'Enter' || event.key === ' ')) {
                mirrorEvents.clickByKey(event, item);
            }
        },

        // Shift with an arrow selects, Ctrl goes by words, Shift with Enter makes a line: those stay the text field's.
        isPlain(event, item) {
            if (event.altKey || event.isComposing) return false;
            const modified = event.shiftKey || event.ctrlKey || event.metaKey;
            if (event.key === 'Enter') return !event.shiftKey;
            if (event.key === 'Escape' || event.key === 'Tab') return !event.ctrlKey && !event.metaKey;
            return item.field ? !modified : !event.ctrlKey && !event.metaKey;
        },

        // The few that are the app's wherever the focus is; all others are the browser's.
        shortcut(event, item) {
            if (event.altKey || !(mirrorEvents.mac ? event.metaKey : event.ctrlKey)) return '';
            if (event.key === 'Enter') return item && item.keys & 1 ? '' : '\n';
            // The letter on the key, when the keyboard is set to another script.
            const letter = /^Key[A-Z]$/.test(event.code) && event.key > '~' ? event.code[3] : event.key;
            const character = letter.toLowerCase();
            if (character === 'a') return item && item.field ? '' : 'a';
            return character.length === 1 && 'kb/'.includes(character) ? character : '';
        },

        // A button clicks by itself; these do not.
        clickByKey(event, item) {
            if (event.ctrlKey || event.metaKey || event.altKey || item.element.tagName === 'BUTTON' || item.field) return;
            if (!mirror.isLive(item, item.flags) || (event.key === ' ' && item.role === 'link')) return;
            event.preventDefault();
            item.element.click();
        },

        click(event) {
            let item = mirror.itemOf(event.target);
            while (item && !mirror.isLive(item, item.flags)) item = mirror.itemOf(item.element.parentNode);
            if (item && (item.flags & 1) === 0) _parley_mirror_clicked(item.id);
        },

        mousedown(event) {
            const item = mirror.itemOf(event.target);
            // A field keeps the focus while something is chosen from its list, which would close without it.
            if (/^(option|listbox)$/.test(item?.role) && mirrorEvents.focused()?.field) event.preventDefault();
            // A mouse sets the caret by the text as it is drawn on the canvas; the field's own lines are broken elsewhere.
            if (!item?.field || event.button !== 0 || mirrorEvents.touched) return;
            event.preventDefault();
            if (document.activeElement !== item.element) item.element.focus({ preventScroll: true });
        },

        scrolled(event) {
            const item = mirror.ofElement.get(event.target);
            if (!item?.spacer) return;
            const { scrollTop } = item.element;
            if (scrollTop === item.scrollTop) return; // what C++ asked for, as the browser rounded it
            item.scrollTop = scrollTop;
            const y = Math.max(0, Math.round(scrollTop * mirror.scale));
            if (y === item.scrollY) return;
            _parley_mirror_scrolls();
            item.scrollY = y;
            _parley_mirror_scrolled(item.id, y);
        },

        copy(event) {
            const active = document.activeElement;
            const item = mirrorEvents.focused();
            // An element that is not ours is somebody else's way to copy.
            if (active && active !== document.body && !item) return;
            if (item?.field && active.selectionStart !== active.selectionEnd) return;
            const text = _parley_mirror_copied();
            if (!text) return;
            event.clipboardData.setData('text/plain', UTF8ToString(text));
            _free(text);
            event.preventDefault();
        },
    },

    parley_mirror_start__deps: ['$mirror', '$mirrorText', '$mirrorEvents', '$UTF8ToString', 'free'],
    parley_mirror_start: () => {
        mirror.items = new Map();
        mirror.ofElement = new WeakMap();
        mirrorEvents.mac = /^(Mac|iP)/.test(navigator.platform);
        const root = (mirror.root = document.createElement('div'));
        root.id = 'mirror';
        document.body.append(root);
        for (const politeness of ['polite', 'assertive']) {
            const announcer = document.createElement('div');
            announcer.className = 'announcer';
            announcer.setAttribute('aria-live', politeness);
            document.body.append(announcer);
            mirror.announcers.push(announcer);
        }
        document.getElementById('canvas').setAttribute('aria-hidden', 'true');

        root.addEventListener('click', mirrorEvents.click);
        root.addEventListener('scroll', mirrorEvents.scrolled, true);
        root.addEventListener('mousedown', mirrorEvents.mousedown);
        window.addEventListener('pointerdown', (event) => (mirrorEvents.touched = event.pointerType === 'touch'), true);
        window.addEventListener('keydown', mirrorEvents.key);
        document.addEventListener('copy', mirrorEvents.copy);

        root.addEventListener('focusin', (event) => {
            const item = mirror.ofElement.get(event.target);
            if (!item || mirror.busy) return;
            _parley_mirror_focused(item.id, event.target.matches(':focus-visible'));
            if (item.field) mirrorText.select(item);
        });
        root.addEventListener('focusout', (event) => {
            const item = mirror.ofElement.get(event.target);
            if (item && !mirror.busy) _parley_mirror_blurred(item.id);
        });

        const ofField = (handler) => (event) => {
            const item = mirror.ofElement.get(event.target === document ? document.activeElement : event.target);
            if (item?.field) handler(item, event);
        };
        root.addEventListener('input', ofField(mirrorText.report));
        document.addEventListener('selectionchange', ofField(mirrorText.report));
        root.addEventListener('compositionstart', ofField((item) => {
            item.field.composing = '';
            item.field.composeAt = item.element.selectionStart;
        }));
        // The text is in the field by the `input` event that follows.
        root.addEventListener('compositionupdate', ofField((item, event) => {
            item.field.composing = event.data || '';
        }));
        root.addEventListener('compositionend', ofField((item) => {
            item.field.composing = null;
            mirrorText.report(item);
        }));
    },
});
