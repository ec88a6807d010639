/** Names as they are shown: SQLite allows the empty one, line breaks, and millions of characters. */

/** On one line, "(no name)" for none, and no longer than anything is wide; the whole one belongs in a tooltip. */
export function shownName(name: string): string {
  if (name === "") return "(no name)";
  const short = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  return short.replaceAll(/[\t\n\r]/g, " ");
}
