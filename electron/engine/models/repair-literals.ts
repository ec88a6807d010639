/**
 * Mends stored SQL that writes a text in double quotes. Other builds of SQLite take `"x"` for a text when there is no such column;
 * this one takes it for a name, and then refuses renames, rebuilds, or what uses it
 * (https://www.sqlite.org/quirks.html#dblquote). SQLite itself says which ones it stumbles over, one by one; they are exchanged
 * token by token, and nothing else of the text is.
 */
import type { LiteralRepairs } from "../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { nameOf, type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { asAppError } from "../engine-error.ts";
import { listStored } from "../schema/object-list.ts";
import { readSchema } from "../schema/read-schema.ts";
import { foldName } from "../schema/same-name.ts";
import { assertSameFile, beginWriting, rollBack, whenUnlocked } from "../session/write-lock.ts";
import { readHealth } from "./broken-objects.ts";
import { isDoubleQuotedText, refusal } from "./refusal.ts";
import { Scratch } from "./scratch-schema.ts";
import { READ_SCHEMA, textLiteral, WRITE_SCHEMA } from "./statements.ts";

type Repairs = Omit<LiteralRepairs, "applied">;

/** What would be mended, and what is not. Only reads. */
export function findRepairs(reader: Connection, schema: DatabaseSchema): Repairs {
  const stored = listStored(reader).filter((object) => object.schema === "main" && object.sql !== null);
  const texts = new Map<string, string>();
  const given = new Map(stored.map(({ type, name, sql }) => [`${type} ${name}`, sql as string]));
  const left = new Map<string, string>();
  for (;;) {
    const complaints = complaintsOf({ reader, schema, texts }, given);
    let mended = false;
    for (const [key, words] of complaints) {
      const before = texts.get(key) ?? (given.get(key) as string);
      const after = mend(before, words);
      if (after === before) left.set(key, words);
      else {
        texts.set(key, after);
        mended = true;
      }
    }
    if (!mended) break;
  }
  const repairs = [...texts].map(([key, after]) => {
    const [type = "", ...name] = key.split(" ");
    return { type, name: name.join(" "), before: given.get(key) as string, after };
  });
  return { repairs, left: [...left].map(([key, words]) => `The ${key.replace(" ", " “")}”: ${words}.`) };
}

/** Objects that SQLite does not make or compile because of such a text, with its words. */
function complaintsOf(
  source: ConstructorParameters<typeof Scratch>[0],
  given: ReadonlyMap<string, string>,
): Map<string, string> {
  const scratch = new Scratch(source);
  try {
    const keys = new Map([...given.keys()].map((key) => [foldName(key), key]));
    const found = new Map<string, string>();
    for (const [name, words] of scratch.unmakeable) {
      const key = ["table", "index", "trigger"].map((type) => keys.get(`${type} ${name}`)).find((k) => k !== undefined);
      if (key !== undefined && isDoubleQuotedText(words)) found.set(key, words);
    }
    for (const [key, { words }] of scratch.health().broken) {
      const known = keys.get(key);
      if (known !== undefined && isDoubleQuotedText(words)) found.set(known, words);
    }
    return found;
  } finally {
    scratch.close();
  }
}

/** After these a name in double quotes is one. */
const NAMED = new Set([
  "DOT",
  "CONSTRAINT",
  "COLLATE",
  "TABLE",
  "VIEW",
  "TRIGGER",
  "INDEX",
  "INTO",
  "FROM",
  "JOIN",
  "UPDATE",
  "REFERENCES",
  "AS",
  "OF",
  "ON",
]);

/** The text with the one that SQLite complains of in single quotes, where it stands for a value. */
function mend(sql: string, words: string): string {
  const [, quoted] = /no such column: "(.*?)" - should this be a string literal/s.exec(words) ?? [];
  if (quoted === undefined) return sql;
  const tokens = [...scriptTokens(sql)];
  const isIt = (token: ScriptToken, i: number) =>
    token.text.startsWith('"') &&
    nameOf(token.text) === quoted.replaceAll('""', '"') &&
    !NAMED.has(tokens[i - 1]?.name ?? "") &&
    tokens[i + 1]?.name !== "DOT";
  let mended = sql;
  for (const [i, token] of [...tokens.entries()].toReversed()) {
    if (isIt(token, i))
      mended = mended.slice(0, token.start) + textLiteral(nameOf(token.text)) + mended.slice(token.end);
  }
  return mended;
}

/** Mends the file, in one transaction. Throws an AppError; nothing is changed then. */
export function repairLiterals(connections: Connections): Repairs {
  assertSameFile(connections);
  return connections.apart((connection) => {
    beginWriting(connection);
    try {
      const found = findRepairs(connection, readSchema(connection));
      if (found.repairs.length > 0) write(connection, found);
      assertSameFile(connections);
      whenUnlocked(connection, "COMMIT");
      return found;
    } catch (thrown) {
      rollBack(connection);
      throw asAppError(thrown, { path: connections.realPath });
    } finally {
      connection.db.unsafeMode(false);
    }
  });
}

function write(connection: Connection, { repairs }: Repairs): void {
  const works = readHealth(connection, false).works;
  const version = Number(connection.pragma("main.schema_version")[0]?.[0] ?? 0);
  // Without this better-sqlite3 is defensive: the stored texts cannot be written.
  connection.db.unsafeMode(true);
  connection.run({ sql: WRITE_SCHEMA, parameters: [] });
  for (const { type, name, before, after } of repairs) {
    const sql = "UPDATE main.sqlite_schema SET sql = ? WHERE type = ? AND name = ? AND sql = ?";
    connection.run({ sql, parameters: [after, type, name, before] });
  }
  connection.run({ sql: READ_SCHEMA, parameters: [] });
  // SQLite counts changes of the schema by itself only for its own statements; other connections must notice.
  connection.run({ sql: `PRAGMA main.schema_version = ${version + 1}`, parameters: [] });
  const broken = [...readHealth(connection, false).broken].find(([key]) => works.has(key));
  if (broken) throw refusal(`It would break ${broken[1].title}: ${broken[1].words}.`, "Mend the SQL by hand.");
}
