/** Bytes as people read them: offset, sixteen bytes in hexadecimal, and what of them is ASCII. */

export interface HexLine {
  readonly offset: string;
  readonly bytes: string;
  readonly characters: string;
}

/** Lines for `data`, whose first byte is at `start` of the value. `width` bytes a line. */
export function hexLines(data: Uint8Array, start: number, width = 8): HexLine[] {
  const lines: HexLine[] = [];
  for (let at = 0; at < data.length; at += width) {
    const row = [...data.subarray(at, at + width)];
    lines.push({
      offset: (start + at).toString(16).padStart(8, "0"),
      bytes: row.map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
      characters: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join(""),
    });
  }
  return lines;
}
