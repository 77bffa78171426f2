// Draws glyphs with the browser's own fonts, for platform/web/fonts.
addToLibrary({
    // The context is made when it is first needed: this object is written out while the page is built.
    $fonts: {
        context: null,
        font: '',
        clusters: [], // by code point - U+E000
        styles: ['', '600 ', 'italic ', 'italic 600 ', '', '600 '], // text::Face
        sans: 'system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif',
        mono: 'ui-monospace, "Noto Sans Mono", monospace',

        use(face, size) {
            const context = (fonts.context ||= new OffscreenCanvas(1024, 256).getContext('2d', {
                'willReadFrequently': true,
            }));
            const font = `${fonts.styles[face]}${size}px ${face < 4 ? fonts.sans : fonts.mono}`;
            if (font !== fonts.font) fonts.restore(font);
            return context;
        },

        // Changing the size of a canvas forgets all of its settings.
        restore(font) {
            const context = fonts.context;
            context.font = fonts.font = font;
            context.fillStyle = '#fff';
            context.textBaseline = 'alphabetic';
            context.textAlign = 'left';
        },

        text(codePoint) {
            const cluster = fonts.clusters[codePoint - 0xe000];
            if (cluster) return cluster;
            const text = String.fromCodePoint(codePoint);
            // Without U+FE0F some systems draw these from a font without colours.
            return codePoint > 0x2300 && /\p{Emoji_Presentation}/u.test(text) ? text + '\ufe0f' : text;
        },

        // Pure white is what was asked for; anything else is a colour of the font's own.
        isColoured(pixels) {
            for (let i = 0; i < pixels.length; i += 4) {
                const least = Math.min(pixels[i], pixels[i + 1], pixels[i + 2]);
                if (pixels[i + 3] > 250 ? least < 253 : pixels[i + 3] > 40 && least < 247) return true;
            }
            return false;
        },

        // Lays the pictures in rows, each with the place its glyph is drawn at, and says how high the sheet must be.
        lay(pictures, width) {
            let x = 0;
            let y = 0;
            let rowHeight = 0;
            for (const picture of pictures) {
                if (x + picture.width > width) {
                    x = 0;
                    y += rowHeight;
                    rowHeight = 0;
                }
                picture.x = x;
                picture.y = y;
                x += picture.width;
                rowHeight = Math.max(rowHeight, picture.height);
            }
            return y + rowHeight;
        },

        measure(context, text) {
            const measured = context.measureText(text);
            // One pixel more on each side: the boxes do not count what antialiasing adds.
            const left = Math.floor(-measured.actualBoundingBoxLeft) - 1;
            const top = Math.floor(-measured.actualBoundingBoxAscent) - 1;
            const right = Math.ceil(measured.actualBoundingBoxRight) + 1;
            const bottom = Math.ceil(measured.actualBoundingBoxDescent) + 1;
            const seen = right - left > 2 && bottom - top > 2;
            return {
                text,
                advance: measured.width,
                left,
                top,
                width: seen ? Math.min(right - left, 2048) : 0,
                height: seen ? Math.min(bottom - top, 1024) : 0,
                x: 0,
                y: 0,
            };
        },
    },

    parley_font_metrics__deps: ['$fonts'],
    parley_font_metrics: (face, size, out) => {
        const measured = fonts.use(face, size).measureText('Hg');
        HEAPF32[out >> 2] = measured.fontBoundingBoxAscent;
        HEAPF32[(out >> 2) + 1] = measured.fontBoundingBoxDescent;
    },

    parley_font_advance__deps: ['$fonts'],
    parley_font_advance: (face, size, codePoint) => fonts.use(face, size).measureText(fonts.text(codePoint)).width,

    parley_font_cluster__deps: ['$fonts', '$UTF8ToString'],
    parley_font_cluster: (codePoint, text, length) => {
        fonts.clusters[codePoint - 0xe000] = UTF8ToString(text, length);
    },

    // Seven words for each code point: advance, left, top, width, height, offset of the pixels, coloured. See fonts.hpp.
    parley_font_draw__deps: ['$fonts', 'malloc'],
    parley_font_draw: (face, size, codePoints, count, drawings) => {
        const context = fonts.use(face, size);
        const pictures = [];
        for (let i = 0; i < count; i++)
            pictures.push(fonts.measure(context, fonts.text(HEAPU32[(codePoints >> 2) + i])));
        const width = Math.max(1024, ...pictures.map((picture) => picture.width));
        const height = fonts.lay(pictures, width);
        const bytes = pictures.reduce((sum, picture) => sum + picture.width * picture.height * 4, 0);

        if (bytes) {
            const canvas = context.canvas;
            if (canvas.width < width || canvas.height < height) {
                canvas.width = Math.max(canvas.width, width);
                canvas.height = Math.max(canvas.height, height);
                fonts.restore(fonts.font);
            } else {
                context.clearRect(0, 0, width, height);
            }
            for (const picture of pictures) {
                if (!picture.width) continue;
                context.save();
                // A font may draw outside of the box it names; the neighbour must not get that.
                context.beginPath();
                context.rect(picture.x, picture.y, picture.width, picture.height);
                context.clip();
                context.fillText(picture.text, picture.x - picture.left, picture.y - picture.top);
                context.restore();
            }
        }

        const sheet = bytes ? context.getImageData(0, 0, width, height).data : null;
        const memory = bytes ? _malloc(bytes) : 0;
        let offset = 0;
        pictures.forEach((picture, i) => {
            const size = picture.width * picture.height * 4;
            const pixels = HEAPU8.subarray(memory + offset, memory + offset + size);
            const row = picture.width * 4;
            for (let y = 0; y < picture.height; y++) {
                const begin = ((picture.y + y) * width + picture.x) * 4;
                pixels.set(sheet.subarray(begin, begin + row), y * row);
            }
            const coloured = fonts.isColoured(pixels);
            if (!coloured) for (let j = 0; j < size; j++) if (j % 4 !== 3) pixels[j] = 255;
            const out = (drawings >> 2) + i * 7;
            HEAPF32[out] = picture.advance;
            HEAP32.set([picture.left, picture.top, picture.width, picture.height, offset, coloured ? 1 : 0], out + 1);
            offset += size;
        });
        return memory;
    },
});
