// emscripten_websocket_new for ports::WebSockets, made safe in two ways.
addToLibrary({
    parley_websocket_new__deps: ['emscripten_websocket_new', '$WS'],
    parley_websocket_new: (attributes) => {
        // The toolchain's WS speaks of itself as `this`. The minifier takes an object apart that nobody holds as a whole,
        // and then there is no `this` when an event comes; handed to a function of the browser it stays in one piece.
        Object.seal(WS);
        try {
            return _emscripten_websocket_new(attributes);
        } catch (error) {
            // `new WebSocket` throws for a blocked port or a subprotocol named twice; that must not unwind compiled code.
            return 0;
        }
    },
});
