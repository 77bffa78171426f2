// `new WebSocket` throws for a blocked port or a bad subprotocol; what throws here must not unwind compiled code.
addToLibrary({
    parley_websocket_new__deps: ['emscripten_websocket_new'],
    parley_websocket_new: (attributes) => {
        try {
            return _emscripten_websocket_new(attributes);
        } catch (error) {
            return 0;
        }
    },
});
