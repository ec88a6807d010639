/**
 * Every failure a user can meet, as plain data: a code for programs, one sentence for people, and what to do next.
 * SQLite's own words go into `detail`; they may hold text from the database, so they are shown as text, never as HTML.
 */
import * as v from "valibot";

export const appErrorCodes = [
  "file.missing",
  "file.directory",
  "file.notDatabase",
  "file.corrupt",
  "file.malformedSchema",
  "file.locked",
  "file.readOnly",
  "file.walReadOnlyFolder",
  "file.needsRecovery",
  "file.noPermission",
  "file.replaced",
  "file.badName",
  "disk.full",
  "disk.error",
  "sql.syntax",
  "sql.failed",
  "sql.constraint",
  "sql.outside",
  "object.missing",
  "object.unreadable",
  "row.notAddressable",
  "row.gone",
  "value.refused",
  "value.tooLarge",
  "text.encoding",
  "commit.constraint",
  "commit.conflict",
  "commit.failed",
  "commit.forgotten",
  "patch.unreadable",
  "schema.refused",
  "journal.newer",
  "library.conflict",
  "engine.stopped",
  "engine.crashed",
  "engine.outOfMemory",
  "request.invalid",
  "internal",
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

/** Where in an SQL text an error is. */
const SqlPlaceSchema = v.object({
  /** 0-based index of the statement in its script. */
  statement: v.number(),
  /** UTF-16 offset in the script; null when SQLite does not tell. */
  offset: v.nullable(v.number()),
  /** 1-based. */
  line: v.nullable(v.number()),
  column: v.nullable(v.number()),
});

export const AppErrorDataSchema = v.object({
  code: v.picklist(appErrorCodes),
  /** What happened: one sentence. */
  message: v.string(),
  /** What the user can do now: one sentence. */
  next: v.string(),
  /** SQLite's or the system's own words. */
  detail: v.optional(v.string()),
  /** SQLITE_… name or errno name, for reports. */
  cause: v.optional(v.string()),
  place: v.optional(SqlPlaceSchema),
  /** Staged rows concerned (ids), for commit errors. */
  rows: v.optional(v.array(v.string())),
  /** Conflicts, for `commit.conflict`: an array of `Conflict` (model/session.ts). */
  conflicts: v.optional(v.array(v.any())),
});
export type AppErrorData = v.InferOutput<typeof AppErrorDataSchema>;

/** The throwable form. */
export class AppError extends Error {
  readonly data: AppErrorData;
  constructor(data: AppErrorData) {
    super(data.message);
    this.name = "AppError";
    this.data = data;
  }
}

/** Somebody else's words (SQLite's, Node's) as the end of a sentence: with a full stop where they have no end of their own. */
export function sentenceEnd(words: string): string {
  return /[.!?…]["”)]*$/.test(words) ? words : `${words}.`;
}

/** The data of an AppError, or an `internal` error that names what was thrown. */
export function toAppErrorData(thrown: unknown): AppErrorData {
  if (thrown instanceof AppError) return thrown.data;
  return {
    code: "internal",
    message: "Joinery made a mistake and could not finish this.",
    next: "Try again; if it happens twice, please report the details.",
    detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  };
}
