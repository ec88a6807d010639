/** Writes PNG files (ISO/IEC 15948, https://www.w3.org/TR/png-3/): 8-bit RGB, no interlace, the best of three filters per row. */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BYTES_PER_PIXEL = 3;

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, "latin1");
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, data.length + 8)), data.length + 8);
  return framed;
}

/** Fills `into` with the row under a filter (0 none, 1 left, 2 up) and gives the sum of its signed bytes: less packs better. */
function filterRow(filter: 0 | 1 | 2, pixels: Uint8Array, start: number, stride: number, into: Buffer): number {
  into[0] = filter;
  let weight = 0;
  for (let at = 0; at < stride; at++) {
    const left = filter === 1 && at >= BYTES_PER_PIXEL ? (pixels[start + at - BYTES_PER_PIXEL] ?? 0) : 0;
    const up = filter === 2 && start > 0 ? (pixels[start + at - stride] ?? 0) : 0;
    const value = ((pixels[start + at] ?? 0) - left - up) & 0xff;
    into[at + 1] = value;
    weight += value < 128 ? value : 256 - value;
  }
  return weight;
}

/** A picture of `width` x `height` pixels as PNG; `pixels` holds red, green and blue of each, row by row from the top. */
export function encodePng(width: number, height: number, pixels: Uint8Array): Buffer {
  const stride = width * BYTES_PER_PIXEL;
  if (pixels.length !== stride * height)
    throw new RangeError(`${width} x ${height} pixels need ${stride * height} bytes.`);
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    let best = Buffer.alloc(0);
    let bestWeight = Number.POSITIVE_INFINITY;
    for (const filter of [0, 1, 2] as const) {
      const row = Buffer.alloc(stride + 1);
      const weight = filterRow(filter, pixels, y * stride, stride, row);
      if (weight < bestWeight) [best, bestWeight] = [row, weight];
    }
    rows.push(best);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits per sample, RGB, deflate, adaptive filters, no interlace
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
