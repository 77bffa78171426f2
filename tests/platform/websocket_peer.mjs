// The server's side of a WebSocket (RFC 6455), as much as the tests need, on an upgraded socket of node's http server.
import { createHash } from 'node:crypto';

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

/** Answers the handshake, choosing `protocol` when it is given. `on` has message(text, peer) and closed(code). */
export function acceptWebSocket(request, socket, protocol, on) {
    const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    const lines = [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
    ];
    if (protocol) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
    socket.write(lines.join('\r\n') + '\r\n\r\n');
    const peer = new Peer(socket);
    let code = 1006; // RFC 6455 §7.1.5: no close frame came
    let rest = Buffer.alloc(0);
    let text = '';
    socket.on('data', (bytes) => {
        rest = Buffer.concat([rest, bytes]);
        for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
            rest = rest.subarray(frame.size);
            if (frame.opcode === CLOSE) {
                code = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
                peer.close(code === 1005 ? 1000 : code);
                socket.end();
            } else {
                text += frame.payload.toString('utf8');
                if (!frame.final) continue;
                on.message?.(text, peer);
                text = '';
            }
        }
    });
    socket.on('error', () => {});
    socket.on('close', () => on.closed?.(code));
    return peer;
}

class Peer {
    constructor(socket) {
        this.socket = socket;
        this.closing = false;
    }
    text(words) {
        this.frame(TEXT, Buffer.from(words));
    }
    binary(bytes) {
        this.frame(BINARY, Buffer.from(bytes));
    }
    close(code, reason = '') {
        if (this.closing) return; // the other side's answer to ours
        this.closing = true;
        const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
        payload.writeUInt16BE(code);
        payload.write(reason, 2);
        this.frame(CLOSE, payload);
    }
    cut() {
        this.socket.destroy();
    }
    frame(opcode, payload) {
        if (this.socket.destroyed || this.socket.writableEnded) return;
        let head;
        if (payload.length < 126) {
            head = Buffer.from([0x80 | opcode, payload.length]);
        } else if (payload.length < 65536) {
            head = Buffer.from([0x80 | opcode, 126, 0, 0]);
            head.writeUInt16BE(payload.length, 2);
        } else {
            head = Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
            head.writeBigUInt64BE(BigInt(payload.length), 2);
        }
        this.socket.write(Buffer.concat([head, payload]));
    }
}

// A browser masks every frame (RFC 6455 §5.3). Undefined while the frame is not complete.
function readFrame(bytes) {
    if (bytes.length < 2) return undefined;
    let length = bytes[1] & 0x7f;
    let at = 2;
    if (length === 126) {
        if (bytes.length < 4) return undefined;
        length = bytes.readUInt16BE(2);
        at = 4;
    } else if (length === 127) {
        if (bytes.length < 10) return undefined;
        length = Number(bytes.readBigUInt64BE(2));
        at = 10;
    }
    if (bytes.length < at + 4 + length) return undefined;
    const mask = bytes.subarray(at, at + 4);
    const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
    for (let i = 0; i < payload.length; ++i) payload[i] ^= mask[i % 4];
    return { opcode: bytes[0] & 15, final: (bytes[0] & 0x80) !== 0, payload, size: at + 4 + length };
}
