// A task right after the one that runs now: a message to ourselves, because a hidden page's timers are slowed down to one a second.
addToLibrary({
    $soon: {
        asking: null, // a MessagePort
    },

    parley_soon__deps: ['$soon'],
    parley_soon: () => {
        if (!soon.asking) {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => _parley_soon_due();
            soon.asking = port2;
        }
        soon.asking.postMessage(0);
    },
});
