/** Choices of the column grid. */
import { semanticTypes } from "../../../../src-shared/model/models.ts";

/** Offered, never demanded: SQLite takes any word for a type. */
export const commonTypes = [
  "INTEGER",
  "TEXT",
  "REAL",
  "BLOB",
  "NUMERIC",
  "ANY",
  "BOOLEAN",
  "DATE",
  "DATETIME",
  "JSON",
  "VARCHAR(50)",
  "DECIMAL(10, 2)",
];

const words: Record<(typeof semanticTypes)[number], string> = {
  boolean: "yes or no",
  date: "date",
  datetime: "date, time",
  unixTime: "Unix time",
  json: "JSON",
  uuid: "UUID",
  enum: "choice",
  email: "e-mail",
  url: "link",
};

export const meaningWords: readonly (readonly [string, string])[] = [
  ["", "—"],
  ...semanticTypes.map((type) => [type, words[type]] as const),
];

export const collations = ["BINARY", "NOCASE", "RTRIM"];
export const keyActions = ["NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE"];
export const conflicts = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];
