/** Which saved query a console shows, and whether its text is another by now. Pure. */
import { plainFileName } from "../../../../src-shared/formats/plain-file-name.ts";
import type { WrittenEncoding } from "../../../../src-shared/formats/text-file.ts";

/** A query as it was opened. */
export interface OpenedQuery {
  readonly path: string;
  readonly text: string;
  /** When its file was changed last; milliseconds since 1970. */
  readonly modified: number;
  readonly encoding: WrittenEncoding;
}

export interface SavedLink {
  readonly path: string;
  /** When its file was changed last, as far as this console knows. */
  readonly modified: number;
  /** What the file held then; null for a text too long to be kept twice. */
  readonly text: string | null;
  /** How its file is stored; of a link that an earlier version kept, what the file says. */
  readonly encoding?: WrittenEncoding;
}

/** A longer text is not kept a second time. UTF-16 units. */
const LONGEST_KEPT = 1024 * 1024;

export function linkTo({ path, modified, text, encoding }: OpenedQuery): SavedLink {
  return { path, modified, text: text.length <= LONGEST_KEPT ? text : null, encoding };
}

/** Does the editor hold something else than the file, as far as that can be told? */
export function isEdited(link: SavedLink | null, text: string): boolean {
  return link !== null && link.text !== null && link.text !== text;
}

/** The folder for queries of one database: its name, as every system can write it. */
export function folderOf(databaseName: string): string {
  return plainFileName(databaseName);
}

/** The last part of a path. */
export function nameOfQuery(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
