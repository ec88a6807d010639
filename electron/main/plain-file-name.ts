/** A name that is only a name: no folders, no characters that some system refuses, never hidden by a leading dot. */
export function plainFileName(suggested: string): string {
  // oxlint-disable-next-line no-control-regex
  const name = suggested.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  return name === "" ? "untitled" : name;
}
