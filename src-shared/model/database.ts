/** An open database as a whole. */
import * as v from "valibot";

/** Where a database comes from. */
export const DatabaseSourceSchema = v.variant("kind", [
  v.object({
    kind: v.literal("file"),
    /** Absolute path. */
    path: v.string(),
    readOnly: v.boolean(),
    /** Make the file when it is absent (New database…); otherwise a missing file is an error. */
    create: v.optional(v.boolean()),
    /** A scratch file that Joinery made to stand for an in-memory database; shown as such. */
    scratch: v.optional(v.boolean()),
  }),
  v.object({ kind: v.literal("memory") }),
]);
export type DatabaseSource = v.InferOutput<typeof DatabaseSourceSchema>;

/** What the status bar and the title say of an open database. */
export const DatabaseInfoSchema = v.object({
  /** Absolute real path; null for an in-memory database. */
  path: v.nullable(v.string()),
  /** File name without folder, or "In-memory". */
  name: v.string(),
  /** The URL `create_engine` of SQLAlchemy takes for it. */
  url: v.string(),
  /** Size in bytes of the file (0 for a new one). */
  sizeBytes: v.number(),
  /** `delete`, `wal`, `truncate`, `persist`, `memory`, `off`. */
  journalMode: v.string(),
  /** `UTF-8`, `UTF-16le` or `UTF-16be`. */
  encoding: v.string(),
  pageSize: v.number(),
  userVersion: v.number(),
  applicationId: v.number(),
  /** SQLite's version in this build. */
  sqliteVersion: v.string(),
  /** Are foreign keys enforced on Joinery's connections? */
  foreignKeys: v.boolean(),
  /** Why nothing can be written, as a sentence; null when it can. */
  readOnlyReason: v.nullable(v.string()),
  /** Things worth telling once at opening, as sentences (for example: a journal of a crashed program was rolled back). */
  notices: v.array(v.string()),
});
export type DatabaseInfo = v.InferOutput<typeof DatabaseInfoSchema>;
