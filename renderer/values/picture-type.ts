/** Pictures known by their first bytes. */

/** Starts of files: https://www.w3.org/TR/png-3/#5PNG-file-signature, JFIF, GIF89a, WebP container specification. */
export function pictureType(bytes: Uint8Array): string | null {
  const starts = (...signature: number[]): boolean => signature.every((byte, i) => bytes[i] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x47, 0x49, 0x46, 0x38)) return "image/gif";
  const isWebp = starts(0x52, 0x49, 0x46, 0x46) && [0x57, 0x45, 0x42, 0x50].every((byte, i) => bytes[8 + i] === byte);
  return isWebp ? "image/webp" : null;
}

/** The usual ending of a file with such bytes. */
export function fileEnding(bytes: Uint8Array): string {
  const type = pictureType(bytes);
  if (type) return type === "image/jpeg" ? "jpg" : type.slice("image/".length);
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  if (start.startsWith("%PDF")) return "pdf";
  if (start.startsWith("SQLite format 3")) return "db";
  if (start.startsWith("PK\u0003\u0004")) return "zip";
  return "bin";
}
