/** Names of devices, which Windows opens in the place of a file, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=$|\.|\s)/i;

/**
 * A name that is only a name: no folders, no characters that some system refuses or that reorder what is read, no device's name, something
 * to see in it, never hidden by a leading dot.
 */
export function plainFileName(suggested: string): string {
  const name = suggested
    .toWellFormed()
    .replace(/[\p{Cc}\p{Bidi_Control}<>:"/\\|?*\uFFFD]/gu, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  if (!/[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(name)) return "untitled";
  return DEVICE.test(name) ? `_${name}` : name;
}
