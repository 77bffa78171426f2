// Pictures for platform/web/images: bytes to an ImageBitmap, kept here until it is forgotten.
addToLibrary({
    $images: { bitmaps: {} },

    images_decode__deps: ['$images', '$UTF8ToString'],
    images_decode: (id, mimeType, bytes, size, largest) => {
        // A copy: the decoder works while the heap goes on.
        const blob = new Blob([HEAPU8.slice(bytes, bytes + size)], { type: UTF8ToString(mimeType) });
        const failed = () => {
            delete images.bitmaps[id];
            _images_on_decoded(id, 0, 0, 0);
        };
        // Not premultiplied: that is how Dear ImGui blends.
        const options = { premultiplyAlpha: 'none' };
        createImageBitmap(blob, options)
            .then((bitmap) => {
                const shrink = Math.min(1, largest / Math.max(bitmap.width, bitmap.height));
                if (shrink === 1) return bitmap;
                const width = Math.max(1, Math.round(bitmap.width * shrink));
                const height = Math.max(1, Math.round(bitmap.height * shrink));
                bitmap.close();
                return createImageBitmap(blob, { ...options, resizeWidth: width, resizeHeight: height });
            })
            .then((bitmap) => {
                images.bitmaps[id] = bitmap;
                _images_on_decoded(id, 1, bitmap.width, bitmap.height);
            })
            .catch(failed);
    },

    images_upload__deps: ['$images', '$GL'],
    images_upload: (id) => {
        const gl = GLctx;
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
        gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, images.bitmaps[id]);
    },

    images_forget__deps: ['$images'],
    images_forget: (id) => {
        images.bitmaps[id]?.close();
        delete images.bitmaps[id];
    },
});
