/**
 * From a text of CREATE statements, edited as a whole, to operations: what was changed, added and taken out. A column that is
 * called otherwise at its place is a choice of the user's (renamed, or dropped and added), never a guess. Pure.
 */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import { createHead, type CreateHead } from "../../../../src-shared/sql/create-head.ts";
import { nameOf, scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { splitScript } from "../../../../src-shared/sql/split-script.ts";
import { type DdlColumn, readTableDdl } from "../../../../src-shared/sql/table-ddl.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";

/** A column that stands in the place of another. */
export interface RenameChoice {
  readonly from: string;
  readonly to: string;
}

export interface DdlChanges {
  readonly operations: readonly SchemaOperation[];
  /** Where each operation's statement begins in the text; null for what was taken out. */
  readonly places: readonly (number | null)[];
  /** Columns that were renamed, or dropped and added: `keepAsDropped` says which. */
  readonly choices: readonly RenameChoice[];
  /** A mistake that no engine need be asked about. */
  readonly error: { readonly message: string; readonly offset: number } | null;
  /** The table's name afterwards. */
  readonly name: string;
}

interface Own {
  readonly kind: CreateHead["kind"];
  readonly name: string;
  readonly sql: string;
}

/** The object's own statement, then those of its indexes and triggers. */
export function ownStatements(schema: DatabaseSchema, table: Table): Own[] {
  const kind = table.kind === "view" ? "view" : table.kind === "virtual" ? "virtual" : "table";
  const belongs = (other: { schema: string; table: string }) =>
    other.schema === table.schema && foldName(other.table) === foldName(table.name);
  const parts = (
    list: readonly { schema: string; table: string; name: string; sql: string | null }[],
    what: Own["kind"],
  ) =>
    list.flatMap((part) =>
      part.sql !== null && belongs(part) ? [{ kind: what, name: part.name, sql: part.sql }] : [],
    );
  return [
    ...(table.sql === null ? [] : [{ kind, name: table.name, sql: table.sql } as const]),
    ...parts(schema.indexes, "index"),
    ...parts(schema.triggers, "trigger"),
  ];
}

/** The text that is edited. */
export function ddlText(own: readonly Own[]): string {
  return own.map(({ sql }) => `${sql};\n`).join("\n");
}

/** What the text changes. `dropped` are folded names of columns that were not renamed although it looks so. */
export function ddlChanges(own: readonly Own[], text: string, dropped: ReadonlySet<string> = new Set()): DdlChanges {
  const [main] = own;
  const out: { operation: SchemaOperation; place: number | null }[] = [];
  let choices: RenameChoice[] = [];
  const seen = new Set<Own>();
  const failed = (message: string, offset: number): DdlChanges => ({
    operations: [],
    places: [],
    choices: [],
    error: { message, offset },
    name: main?.name ?? "",
  });
  let name = main?.name ?? "";
  if (text.includes("\0")) return failed("The text holds a NUL character, which SQL cannot.", text.indexOf("\0"));
  for (const { sql: statement, span } of splitScript(text)) {
    const sql = statement.replace(/;\s*$/, "").trimEnd();
    const head = createHead(sql);
    if (!head) return failed("Only CREATE statements stand here.", span.start);
    if (head.temporary) return failed("TEMP objects are not kept in the file; make them in the console.", span.start);
    const put = (...operations: SchemaOperation[]) =>
      out.push(...operations.map((operation) => ({ operation, place: span.start })));
    const isMain = main !== undefined && head.kind === main.kind && !seen.has(main);
    const old = isMain
      ? main
      : own.find((o) => o !== main && o.kind === head.kind && foldName(o.name) === foldName(head.name));
    if (old && seen.has(old)) return failed(`“${head.name}” stands here twice.`, span.start);
    if (old) seen.add(old);
    if (!old) put(createOf(head.kind, sql));
    else if (old === main && head.kind === "table") {
      const changed = changedTable(main, head.name, sql, dropped);
      choices = changed.choices;
      name = head.name;
      put(...changed.operations);
    } else if (old.sql !== sql) {
      if (old === main) name = head.name;
      put(...redefine(old, sql));
    }
  }
  if (main && !seen.has(main)) {
    return failed(`The CREATE statement of “${main.name}” is missing. To drop it, use its menu.`, 0);
  }
  const gone = own.filter((o) => !seen.has(o)).map(({ kind, name: goneName }) => dropOf(kind, goneName));
  return {
    operations: [...gone, ...out.map(({ operation }) => operation)],
    places: [...gone.map(() => null), ...out.map(({ place }) => place)],
    choices,
    error: null,
    name,
  };
}

function createOf(kind: CreateHead["kind"], sql: string): SchemaOperation {
  if (kind === "index") return { op: "createIndex", sql };
  if (kind === "view") return { op: "createView", sql };
  if (kind === "trigger") return { op: "createTrigger", sql };
  return { op: "createTable", sql };
}

function dropOf(kind: CreateHead["kind"], name: string): SchemaOperation {
  if (kind === "index") return { op: "dropIndex", name };
  if (kind === "view") return { op: "dropView", name };
  if (kind === "trigger") return { op: "dropTrigger", name };
  return { op: "dropTable", table: name };
}

function redefine({ kind, name }: Own, sql: string): SchemaOperation[] {
  if (kind === "index") return [{ op: "redefineIndex", name, sql }];
  if (kind === "view") return [{ op: "redefineView", name, sql }];
  if (kind === "trigger") return [{ op: "redefineTrigger", name, sql }];
  // A virtual table's text is its whole configuration: it is made anew.
  return [dropOf(kind, name), createOf(kind, sql)];
}

function changedTable(
  old: Own,
  name: string,
  sql: string,
  dropped: ReadonlySet<string>,
): { operations: SchemaOperation[]; choices: RenameChoice[] } {
  const choices = renameChoices(old.sql, sql);
  const renames = choices.filter(({ from }) => !dropped.has(foldName(from)));
  const operations: SchemaOperation[] = [];
  if (name !== old.name) operations.push({ op: "renameTable", table: old.name, to: name });
  for (const { from, to } of renames) operations.push({ op: "renameColumn", table: name, column: from, to });
  const byRename = new Map(renames.map(({ from, to }) => [foldName(from), to]));
  if (name !== old.name) byRename.set(foldName(old.name), name);
  // When the renames alone give the text, there is nothing left to redefine.
  const rest = byRename.size === 0 ? old.sql !== sql : !sameButNames(old.sql, sql, byRename);
  if (rest) operations.push({ op: "redefineTable", table: name, sql });
  return { operations, choices };
}

/** Columns that are gone, each with one that came: at the same place, or with the same definition. */
function renameChoices(oldSql: string, newSql: string): RenameChoice[] {
  const before = readTableDdl(oldSql)?.columns ?? [];
  const after = readTableDdl(newSql)?.columns ?? [];
  const has = (list: readonly DdlColumn[], name: string) => list.some((c) => foldName(c.name) === foldName(name));
  const gone = before.filter(({ name }) => !has(after, name));
  const came = after.filter(({ name }) => !has(before, name));
  const definition = (sql: string, column: DdlColumn) => sql.slice(column.namePlace.end, column.end).trim();
  const choices: RenameChoice[] = [];
  for (const old of gone) {
    const free = came.filter(({ name }) => !choices.some(({ to }) => to === name));
    const match =
      free.find((c) => before.length === after.length && after.indexOf(c) === before.indexOf(old)) ??
      free.find((c) => definition(newSql, c) === definition(oldSql, old) && definition(newSql, c) !== "");
    if (match) choices.push({ from: old.name, to: match.name });
  }
  return choices;
}

/** Is one text the other, but for names that were renamed? */
function sameButNames(oldSql: string, newSql: string, renames: ReadonlyMap<string, string>): boolean {
  const written = (sql: string, rename: boolean) => {
    let out = "";
    let at = 0;
    for (const { name, text, start, end } of scriptTokens(sql)) {
      const isName = name === "ID";
      const plain = nameOf(text);
      const to = rename && isName ? (renames.get(foldName(plain)) ?? plain) : plain;
      out += sql.slice(at, start) + (isName ? writeName(to) : text);
      at = end;
    }
    return out + sql.slice(at);
  };
  return written(oldSql, true) === written(newSql, false);
}
