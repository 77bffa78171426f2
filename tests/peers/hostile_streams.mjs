// Streams that are wrong, or never over.
export function openEvents(response, type = 'text/event-stream') {
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
    response.flushHeaders();
}

export function oneEvent(response, data) {
    if (!response.headersSent) openEvents(response);
    response.end(`event: message\ndata: ${data}\n\n`);
}

// Goes on until the client goes. Waits for `drain`, so the only memory it fills is the client's.
export function endless(response, pauseMs, part, type) {
    openEvents(response, type);
    let n = 0;
    const next = () => {
        if (response.destroyed) return;
        const flowing = response.write(part(n++));
        if (flowing) setTimeout(next, pauseMs);
        else response.once('drain', () => setTimeout(next, pauseMs));
    };
    response.on('close', () => console.log('the client went'));
    next();
}
