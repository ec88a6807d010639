/** The two icon files that are no more than PNGs in an envelope: Windows' .ico and macOS' .icns. */

/** A square PNG and its width in pixels. */
export interface Picture {
  size: number;
  png: Buffer;
}

/** Windows: a 6-byte head, a 16-byte entry per picture, the PNGs (accepted in .ico since Windows Vista). */
export function ico(pictures: Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // One byte for the width: 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** macOS' four letters for a PNG of that width, at one and at two pixels a point. */
const ICNS_TYPES: Record<number, string[]> = {
  32: ["ic11"],
  64: ["ic12"],
  128: ["ic07"],
  256: ["ic08", "ic13"],
  512: ["ic09", "ic14"],
  1024: ["ic10"],
};

/** macOS: "icns", the length, then chunks of type, length and PNG. Sizes that macOS has no type for are left out. */
export function icns(pictures: Picture[]): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, "latin1");
    head.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([head, content]);
  };
  const chunks = pictures.flatMap(({ size, png }) => (ICNS_TYPES[size] ?? []).map((type) => chunk(type, png)));
  return chunk("icns", Buffer.concat(chunks));
}
