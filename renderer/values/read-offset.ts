/** A place in bytes as it is typed: `1,024`, `0x400`, `200 MB`. null: none. */
export function readOffset(typed: string): number | null {
  const text = typed.trim().replaceAll(/[,_\s]/g, "");
  if (/^0x[0-9a-f]+$/i.test(text)) return Number(text);
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const factor = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1;
  const offset = Math.floor(Number(digits) * factor);
  return Number.isSafeInteger(offset) ? offset : null;
}
