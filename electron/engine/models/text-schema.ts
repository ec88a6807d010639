/** The schema that a text of CREATE statements makes, in whatever order they stand. */
import { splitScript } from "../../../src-shared/sql/split-script.ts";
import { Scratch } from "./scratch-schema.ts";
import { firstTokens } from "./statements.ts";

export interface TextSchema {
  readonly scratch: Scratch;
  /** CREATE statements that made nothing, with the reason. */
  readonly left: readonly { readonly sql: string; readonly reason: string }[];
  /** Statements that make nothing of the schema: INSERT, PRAGMA, transactions, temporary objects. */
  readonly others: readonly string[];
}

/** Makes the schema in a scratch database, which the caller closes. Throws a RangeError for a text with a NUL character. */
export function schemaOfText(text: string): TextSchema {
  const statements = splitScript(text).map(({ sql }) => sql.replace(/;\s*$/, ""));
  const scratch = new Scratch(null);
  const creates = statements.filter((sql) => isCreate(sql));
  const others = statements.filter((sql) => !isCreate(sql));
  let waiting = creates.map((sql) => ({ sql, reason: "" }));
  for (;;) {
    const failed = waiting.flatMap(({ sql }) => {
      const reason = whyNot(scratch, sql);
      return reason === null ? [] : [{ sql, reason }];
    });
    const isStuck = failed.length === waiting.length;
    waiting = failed;
    if (isStuck) break;
  }
  return { scratch, left: waiting, others };
}

function isCreate(sql: string): boolean {
  const [first, second] = firstTokens(sql, 2);
  return first === "CREATE" && second !== "TEMP";
}

function whyNot(scratch: Scratch, sql: string): string | null {
  try {
    scratch.run([sql]);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
