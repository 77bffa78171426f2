// The elements of platform/web/mirror. What a server sent gets here as text of text nodes, attributes and values only.
//
// An item stands for one node: its element, what is set on it, and what C++ knows of it. Items of text fields are filled
// and read in mirror_text.js, and what happens to the elements is heard in mirror_events.js.
addToLibrary({
    $mirror__deps: ['$UTF8ToString', '$mirrorText'],
    $mirror: {
        root: null,
        announcers: [], // polite, assertive
        layers: [],
        items: null, // Map by id, kind and occurrence
        ofElement: null, // WeakMap
        scale: 1,
        busy: false, // the tree is being laid: what the browser says about the focus is no news

        // ui::Role, in its order, in ARIA's words.
        roles: (
            'group region navigation main complementary dialog alert status scroll log article list listitem table row ' +
            'cell columnheader tree treeitem tablist tab tabpanel listbox option menu menuitem button link checkbox ' +
            'switch radio textbox combobox heading text img progressbar separator'
        ).split(' '),
        buttons: 'button checkbox switch radio tab menuitem'.split(' '), // elements that click by themselves
        unspoken: 'scroll button textbox text'.split(' '), // no role attribute: the element has it, or has none

        itemOf(element) {
            for (; element && element !== mirror.root; element = element.parentNode) {
                const item = mirror.ofElement.get(element);
                if (item) return item;
            }
            return null;
        },

        itemById(id) {
            for (const item of mirror.items.values()) if (item.id === id) return item;
            return null;
        },

        make(id, kind) {
            const role = mirror.roles[kind & 255];
            const password = (kind & 512) !== 0;
            const tag =
                role === 'textbox'
                    ? password ? 'input' : 'textarea'
                    : mirror.buttons.includes(role) ? 'button' : role === 'link' ? 'a' : 'div';
            const element = document.createElement(tag);
            const item = {
                element, id, role, kind,
                hashLow: 0, hashHigh: 0, flags: 0, keys: 0, attributes: {},
                laid: false, // it has been in the page
                text: null, // text node of what is read as text
                reached: false, // focused by the program, though Tab does not stop there
                spacer: null, scrollY: 0, // of what scrolls; device pixels
                scrollTop: 0, // the same as the browser has it
                cursor: null, // while the tree is laid: the child that comes next
                field: null, // of a textbox, see mirror_text.js
            };
            mirror.ofElement.set(element, item);
            if (tag === 'button') element.type = 'button';
            if (!mirror.unspoken.includes(role)) element.setAttribute('role', role);
            if (role === 'log') element.setAttribute('aria-live', 'off'); // news come as announcements
            if (role === 'textbox') mirrorText.make(item, (kind & 256) !== 0, password);
            if (kind & 1024) {
                element.className = 'scroll';
                item.spacer = document.createElement('div');
                element.append(item.spacer);
            }
            return item;
        },

        // Null takes the attribute away.
        set(item, name, value) {
            if ((item.attributes[name] ?? null) === value) return;
            item.attributes[name] = value;
            if (value === null) item.element.removeAttribute(name);
            else item.element.setAttribute(name, value);
        },

        // Whether a click on it means something.
        isLive(item, flags) {
            if (mirror.buttons.includes(item.role)) return true;
            if (/^(link|textbox|option|treeitem)$/.test(item.role)) return true;
            return /^(row|listitem)$/.test(item.role) && ((flags >> 11) & 3) !== 0;
        },

        // `overflows`: there is something to scroll, so the keys must get there.
        tabIndex(item, flags, overflows) {
            const inTurn = (flags & 64) !== 0 ? 0 : -1;
            if (item.keys || overflows || mirror.isLive(item, flags)) return inTurn;
            return item.reached || item.spacer || item.role === 'dialog' ? -1 : null;
        },

        // `w`: the record's index in words; see Mirror::Record.
        apply(item, w) {
            const { element, role } = item;
            const css = (word) => HEAPF32[w + word] / mirror.scale + 'px';
            const string = (word) => UTF8ToString(HEAPU32[w + 20 + word], HEAPU32[w + 24 + word], true);
            const flags = (item.flags = HEAPU32[w + 9]);
            item.keys = HEAPU32[w + 10];
            const style = element.style;
            style.left = css(5);
            style.top = css(6);
            style.width = css(7);
            style.height = css(8);
            if (item.spacer) item.spacer.style.height = css(11);

            const name = string(0);
            if (/^(text|heading|cell|columnheader)$/.test(role)) {
                if (!item.text) element.prepend((item.text = document.createTextNode('')));
                if (item.text.data !== name) item.text.data = name;
            } else {
                mirror.set(item, 'aria-label', name || null);
            }
            if (role === 'scroll') mirror.set(item, 'role', name ? 'group' : null);
            if (role === 'textbox') mirror.set(item, 'role', flags & 8192 ? 'combobox' : null);

            const yes = (bit) => (flags & bit ? 'true' : null);
            const three = (shift) => [null, 'false', 'true', null][(flags >> shift) & 3];
            const number = (word) => (HEAP32[w + word] > 0 ? String(HEAP32[w + word]) : null);
            mirror.set(item, 'aria-description', string(1) || null);
            mirror.set(item, 'aria-disabled', yes(1));
            mirror.set(item, 'aria-required', yes(2));
            mirror.set(item, 'aria-invalid', yes(4));
            mirror.set(item, 'aria-busy', yes(8));
            mirror.set(item, 'aria-modal', yes(32));
            mirror.set(item, role === 'button' ? 'aria-pressed' : 'aria-checked', three(7));
            mirror.set(item, 'aria-expanded', three(9));
            mirror.set(item, 'aria-selected', three(11));
            mirror.set(item, 'aria-level', number(14));
            mirror.set(item, 'aria-posinset', number(15));
            mirror.set(item, 'aria-setsize', number(16));
            if (role === 'progressbar') {
                const progress = HEAPF32[w + 13];
                mirror.set(item, 'aria-valuenow', progress < 0 ? null : String(Math.round(progress * 100)));
                mirror.set(item, 'aria-valuetext', string(2) || null);
            }

            const overflows = item.spacer !== null && HEAPF32[w + 11] > HEAPF32[w + 8];
            const tabIndex = mirror.tabIndex(item, flags, overflows);
            mirror.set(item, 'tabindex', tabIndex === null ? null : String(tabIndex));
            if (!item.spacer) element.className = mirror.isLive(item, flags) ? 'live' : '';
            if (role === 'textbox') mirrorText.apply(item, string(2), HEAPU32[w + 18], HEAPU32[w + 19], string(3));
        },

        // Popups and dialogs: each layer lies above the one before it, and all below the modal one are out of reach.
        layOut(count, modal) {
            while (mirror.layers.length < count) {
                const element = document.createElement('div');
                mirror.root.append(element);
                mirror.layers.push({ element, cursor: null });
            }
            while (mirror.layers.length > count) mirror.layers.pop().element.remove();
            mirror.layers.forEach((layer, i) => {
                const className = modal && i === modal ? 'layer modal' : 'layer';
                if (layer.element.className !== className) layer.element.className = className;
                if (layer.element['inert'] !== i < modal) layer.element['inert'] = i < modal;
                layer.cursor = layer.element.firstElementChild;
            });
        },

        // Moving an element would take its focus and its scroll position, so what stands right is left.
        place(item, parent) {
            const { element } = item;
            if (element === parent.cursor) {
                parent.cursor = element.nextElementSibling;
                return;
            }
            const holder = element.parentNode;
            const left = mirror.ofElement.get(holder) || mirror.layers.find((layer) => layer.element === holder);
            if (left && left.cursor === element) left.cursor = element.nextElementSibling;
            parent.element.insertBefore(element, parent.cursor);
            if (item.spacer) item.scrollY = -1; // the browser forgets it
        },

        // After all is laid: an element cannot be scrolled before its content is there.
        scroll(item, y) {
            if (item.scrollY === y) return; // C++ knows it from us, or we from C++
            item.scrollY = y;
            item.element.scrollTop = y / mirror.scale;
            item.scrollTop = item.element.scrollTop; // it rounds
            const now = Math.round(item.scrollTop * mirror.scale);
            if (Math.abs(now - y) <= 1) return;
            item.scrollY = now; // there was not so much to scroll
            _parley_mirror_scrolled(item.id, now);
        },

        pointToActive(item, id) {
            const active = id ? mirror.itemById(id) : null;
            if (active && !active.element.id) active.element.id = 'node' + active.id;
            mirror.set(item, 'aria-activedescendant', active ? active.element.id : null);
        },
    },

    parley_mirror_update__deps: ['$mirror'],
    parley_mirror_update: (records, count, modal, scale) => {
        const word = (i) => (records >> 2) + i * 28;
        const old = mirror.items;
        const items = (mirror.items = new Map());
        const list = [];
        const fresh = scale !== mirror.scale;
        mirror.scale = scale;
        mirror.busy = true;
        let layerCount = Math.max(1, modal + 1);
        for (let i = 0; i < count; i++) {
            const id = HEAPU32[word(i)];
            const kind = HEAPU32[word(i) + 1];
            let key = id * 2048 + kind; // a kind has eleven bits
            while (items.has(key)) key += '+'; // texts without an id, one after the other
            const item = old.get(key) || mirror.make(id, kind);
            old.delete(key);
            items.set(key, item);
            list.push(item);
            layerCount = Math.max(layerCount, -HEAP32[word(i) + 4]);
        }

        const focused = document.activeElement;
        for (const item of old.values()) {
            if (item.element.isConnected) item.element.remove(); // else it went with what it was in
            if (item.element === focused) _parley_mirror_blurred(item.id);
        }
        mirror.layOut(layerCount, modal);
        let top = null; // of a new part of the tree: it gets into the page when all of it is there
        const insert = () => {
            if (top) mirror.place(top.item, top.parent);
            top = null;
        };
        list.forEach((item, i) => {
            const w = word(i);
            const outer = HEAP32[w + 4];
            const parent = outer < 0 ? mirror.layers[-1 - outer] : list[outer];
            if (top && outer < top.index) insert();
            const hashLow = HEAPU32[w + 2];
            const hashHigh = HEAPU32[w + 3];
            if (item.hashLow !== hashLow || item.hashHigh !== hashHigh || fresh) mirror.apply(item, w);
            item.hashLow = hashLow;
            item.hashHigh = hashHigh;
            if (item.laid || top) mirror.place(item, parent);
            else top = { item, parent, index: i };
            item.laid = true;
            item.cursor = item.spacer ? item.spacer.nextElementSibling : item.element.firstElementChild;
        });
        insert();
        list.forEach((item, i) => {
            if (item.spacer) mirror.scroll(item, HEAPF32[word(i) + 12]);
            const active = HEAPU32[word(i) + 17];
            if (active || item.attributes['aria-activedescendant']) mirror.pointToActive(item, active);
        });
        if (focused !== document.activeElement && mirror.root.contains(focused)) focused.focus({ preventScroll: true });
        mirror.busy = false;
    },

    parley_mirror_focus__deps: ['$mirror'],
    parley_mirror_focus: (id) => {
        const item = mirror.itemById(id >>> 0);
        if (!item || item.element.closest('[inert]')) return 0;
        // A heading or an alert can be where one goes on reading, though Tab does not stop there.
        if (item.element.tabIndex < 0 && !item.attributes['tabindex']) {
            item.reached = true;
            mirror.set(item, 'tabindex', '-1');
        }
        item.element.focus({ preventScroll: true });
        if (item.field) mirrorText.select(item);
        return 1;
    },

    parley_mirror_announce__deps: ['$mirror', '$UTF8ToString'],
    parley_mirror_announce: (text, size, urgent) => {
        const line = document.createElement('div');
        line.textContent = UTF8ToString(text, size, true);
        mirror.announcers[urgent ? 1 : 0].append(line);
        setTimeout(() => line.remove(), 10000);
    },
});
