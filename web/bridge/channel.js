// BroadcastChannel for ports::Channels. A channel is named by the address of its C++ object.
addToLibrary({
    $channels: new Map(),

    parley_channel_join__deps: ['$channels', '$UTF8ToString', '$stringToNewUTF8', 'free'],
    parley_channel_join: (channel, name) => {
        const broadcast = new BroadcastChannel(UTF8ToString(name));
        broadcast.onmessage = (event) => {
            if (typeof event.data !== 'string' || !channels.has(channel)) return;
            const text = stringToNewUTF8(event.data);
            _parley_channel_message(channel, text);
            _free(text);
        };
        channels.set(channel, broadcast);
    },

    parley_channel_post__deps: ['$channels', '$UTF8ToString'],
    parley_channel_post: (channel, text) => channels.get(channel).postMessage(UTF8ToString(text)),

    parley_channel_leave__deps: ['$channels'],
    parley_channel_leave: (channel) => {
        channels.get(channel).close();
        channels.delete(channel);
    },
});
