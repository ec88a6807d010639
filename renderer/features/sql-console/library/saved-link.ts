/** Which saved query a console shows, and whether its text is another by now. Pure. */
export interface SavedLink {
  readonly path: string;
  /** When its file was changed last, as far as this console knows. */
  readonly modified: number;
  /** What the file held then; null for a text too long to be kept twice. */
  readonly text: string | null;
}

/** A longer text is not kept a second time. UTF-16 units. */
const LONGEST_KEPT = 1024 * 1024;

export function linkTo(path: string, modified: number, text: string): SavedLink {
  return { path, modified, text: text.length <= LONGEST_KEPT ? text : null };
}

/** Does the editor hold something else than the file, as far as that can be told? */
export function isEdited(link: SavedLink | null, text: string): boolean {
  return link !== null && link.text !== null && link.text !== text;
}

/** The folder for queries of one database: its name, as every system can write it. */
export function folderOf(databaseName: string): string {
  const plain = databaseName.replace(/[<>:"/\\|?*]/g, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  return plain === "" ? "database" : plain;
}

/** The last part of a path. */
export function nameOfQuery(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
