// A PNG made from nothing (PNG specification, third edition, §5 and §11), so no picture file is needed.
import { crc32, deflateSync } from 'node:zlib';

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
}

// `colour(x, y)` gives [red, green, blue, alpha], each 0…255.
export function png(width, height, colour) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA, deflate, no filter method but 0, not interlaced
    const rows = Buffer.alloc(height * (1 + width * 4)); // each row begins with its filter type, 0
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) rows.set(colour(x, y), y * (1 + width * 4) + 1 + x * 4);
    }
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('IDAT', deflateSync(rows)),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

// Soft bands with a bright disc: enough to see that colour, alpha and proportions are right.
export function picture(width, height) {
    const radius = Math.min(width, height) / 3;
    return png(width, height, (x, y) => {
        const inside = Math.hypot(x - width / 2, y - height / 2) < radius;
        return inside ? [255, 196, 64, 255] : [Math.round((255 * x) / width), 96, Math.round((255 * y) / height), 255];
    });
}
