// Text fields of the mirror: the browser's element is the editor, so composition, undo, the clipboard, dictionaries and
// screen keyboards work as they do everywhere. C++ counts in bytes of UTF-8, the browser in units of UTF-16.
addToLibrary({
    $mirrorText__deps: ['$mirror', '$stringToNewUTF8', 'free'],
    $mirrorText: {
        // ui::Keyboard, in its order: which keys a screen keyboard shows, and what it writes on Enter.
        keyboards: [[null, null], [null, 'send'], ['url', 'go'], ['decimal', null], ['numeric', null]],

        // item.field: what C++ knows (value, begin, end in units, preedit), what it last asked for (wanted…, bytes), and
        // the composition that goes on (text, or null; where it begins).
        make(item, multiline, password) {
            const element = item.element;
            item.field = {
                multiline, value: '', begin: 0, end: 0, preeditBegin: 0, preeditEnd: 0,
                wantedBegin: 0, wantedEnd: 0, composing: null, composeAt: 0,
            };
            if (password) {
                element.type = 'password';
            } else {
                element.rows = 1;
                if (!multiline) element.setAttribute('aria-multiline', 'false');
            }
            element.autocomplete = 'off';
            element.spellcheck = multiline;
            element.setAttribute('autocapitalize', multiline ? 'sentences' : 'none');
        },

        bytesBefore(text, end) {
            let bytes = 0;
            for (let i = 0; i < end; ) {
                const code = text.codePointAt(i);
                bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
                i += code > 0xffff ? 2 : 1;
            }
            return bytes;
        },

        unitsBefore(text, bytes) {
            let i = 0;
            while (i < text.length && bytes > 0) {
                const code = text.codePointAt(i);
                bytes -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
                i += code > 0xffff ? 2 : 1;
            }
            return i;
        },

        // What a frame wants the field to be. Only differences from what C++ was told are carried out: what happened in
        // the meantime is on its way to C++ and must not be undone.
        apply(item, value, begin, end, placeholder) {
            const { element, field } = item;
            if (element.placeholder !== placeholder) element.placeholder = placeholder;
            element.readOnly = (item.flags & (16 | 1)) !== 0;
            const [keys, enter] = mirrorText.keyboards[(item.flags >> 14) & 7];
            mirror.set(item, 'inputmode', keys);
            mirror.set(item, 'enterkeyhint', enter);
            if (field.composing !== null) return;
            field.wantedBegin = begin;
            field.wantedEnd = end;
            if (value !== field.value) {
                field.value = value;
                if (item.flags & 131072) mirrorText.insert(element, value);
                if (element.value !== value) element.value = value; // ends the browser's undo: so not without need
                field.begin = element.selectionStart;
                field.end = element.selectionEnd;
            }
            if (element === document.activeElement) mirrorText.select(item);
        },

        // In place of all there is, as if it were typed: the one way that the browser's undo knows of.
        insert(element, value) {
            const focused = element === document.activeElement;
            element.focus({ preventScroll: true });
            element.select();
            document.execCommand('insertText', false, value);
            if (!focused) element.blur();
        },

        // Only where the focus is: some browsers move the focus to where something is selected.
        select(item) {
            const { element, field } = item;
            if (field.composing !== null) return;
            const begin = mirrorText.unitsBefore(field.value, field.wantedBegin);
            const end = mirrorText.unitsBefore(field.value, field.wantedEnd);
            if (field.begin === begin && field.end === end) return;
            field.begin = begin;
            field.end = end;
            if (element.selectionStart !== begin || element.selectionEnd !== end) element.setSelectionRange(begin, end);
        },

        // Where the composed text stands. Some systems compose over text that was there, so it is looked for before the
        // caret first.
        preedit(element, field) {
            if (!field.composing) return [0, 0];
            const fits = (begin) => element.value.startsWith(field.composing, begin) && begin >= 0;
            const begin = [element.selectionEnd - field.composing.length, field.composeAt].find(fits);
            return begin === undefined ? [0, 0] : [begin, begin + field.composing.length];
        },

        // Tells C++ what the field holds now, if that is news.
        report(item) {
            if (mirror.busy) return; // it is our own doing
            const { element, field } = item;
            if (!field.multiline && field.composing === null && /[\r\n]/.test(element.value)) {
                const caret = element.value.slice(0, element.selectionEnd).replace(/[\r\n]+/g, '').length;
                element.value = element.value.replace(/[\r\n]+/g, '');
                element.setSelectionRange(caret, caret);
            }
            const value = element.value;
            const begin = element.selectionStart;
            const end = element.selectionEnd;
            const [preeditBegin, preeditEnd] = mirrorText.preedit(element, field);
            const sameText = value === field.value && begin === field.begin && end === field.end;
            if (sameText && preeditBegin === field.preeditBegin && preeditEnd === field.preeditEnd) return;
            field.value = value;
            field.begin = begin;
            field.end = end;
            field.preeditBegin = preeditBegin;
            field.preeditEnd = preeditEnd;
            item.hashLow = item.hashHigh = 0; // the next frame's word is compared with this, whatever it says
            const text = stringToNewUTF8(value);
            const bytes = (units) => mirrorText.bytesBefore(value, units);
            _parley_mirror_edited(
                item.id, text, bytes(begin), bytes(end), bytes(preeditBegin), bytes(preeditEnd),
                element.selectionDirection === 'backward',
            );
            _free(text);
        },
    },
});
