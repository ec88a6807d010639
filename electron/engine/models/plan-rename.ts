/** Plans renames, which SQLite follows through all the SQL stored in the file. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { isDoubleQuotedText, refusal } from "./refusal.ts";
import { WRITE_SCHEMA } from "./statements.ts";
import type { Planning, StepDraft } from "./step.ts";

type Rename<K extends "renameTable" | "renameColumn"> = Extract<SchemaOperation, { op: K }>;

export function planRenameTable(planning: Planning, { table: from, to }: Rename<"renameTable">): Partial<StepDraft> {
  const { scratch, origins } = planning;
  const known = scratch.read().tables.find((t) => sameName(t.name, from));
  const table = known?.kind === "virtual" ? known : scratch.table(from);
  if (table.name === to) throw refusal(`“${to}” is its name already.`, "Choose another name.");
  const alter = `ALTER TABLE main.${quoteName(table.name)} RENAME TO ${quoteName(to)}`;
  const sql = followed(planning, alter, () => scratch.read().tables.some(({ name }) => name === to));
  const content = contentTables(planning, table.name, to);
  origins.touch(table.name);
  origins.renameTable(table.name, to);
  return { sql: [...sql, ...content], reverse: [{ op: "renameTable", table: to, to: table.name }] };
}

export function planRenameColumn(
  planning: Planning,
  { table: name, column, to }: Rename<"renameColumn">,
): Partial<StepDraft> {
  const { scratch, origins } = planning;
  const table = scratch.table(name);
  const old = table.columns.find((c) => sameName(c.name, column));
  if (!old) throw refusal(`There is no column “${column}”.`, "Look at the table's columns and correct the operation.");
  if (old.name === to) throw refusal(`“${to}” is its name already.`, "Choose another name.");
  const alter = `ALTER TABLE main.${quoteName(table.name)} RENAME COLUMN ${quoteName(old.name)} TO ${quoteName(to)}`;
  const sql = followed(planning, alter, () => scratch.table(table.name).columns.some((c) => c.name === to));
  warnOfContentColumns(planning, table.name, old.name);
  origins.touch(table.name);
  origins.renameColumn(table.name, column, to);
  return { sql, reverse: [{ op: "renameColumn", table: table.name, column: to, to: old.name }] };
}

/**
 * SQLite refuses every rename while any view or trigger of the file does not compile. When those are broken anyway, they are
 * passed over: they keep their text. Throws what SQLite says.
 */
function followed({ scratch, before, warnings }: Planning, alter: string, done: () => boolean): string[] {
  try {
    scratch.look([alter], () => undefined);
    return [alter];
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const [, type, name = ""] = /^error in (view|trigger) (.*?): /s.exec(thrown.message) ?? [];
    const wasBroken = type !== undefined && before.broken.has(`${type} ${foldName(name)}`);
    // In a table or an index such a text would be passed over as well, and then lead to the old name.
    const unread = [...scratch.unmakeable.values()].some(isDoubleQuotedText);
    if (!wasBroken || unread) throw thrown;
    const sql = [WRITE_SCHEMA, alter, "PRAGMA writable_schema = OFF"];
    if (!scratch.look(sql, done)) throw thrown;
    const objects = [...before.broken.values()].filter((object) => object.type !== "table");
    warnings.push(
      `${objects.map(({ title }) => title).join(", ")} did not work before and keeps its text.`.replace(/^./, (c) =>
        c.toUpperCase(),
      ),
    );
    return sql;
  }
}

const CONTENT = /\bcontent\s*=\s*(?:'((?:[^']|'')*)'|"((?:[^"]|"")*)"|\[([^\]]*)\]|([^\s,)]+))/i;

/** A full-text index over another table names it in an option that no rename reaches: it is said to it as well. */
function contentTables({ scratch, warnings }: Planning, table: string, to: string): string[] {
  const statements: string[] = [];
  for (const { name, kind, module, sql } of scratch.read().tables) {
    const content = kind === "virtual" ? CONTENT.exec(sql ?? "") : null;
    const named = content?.[1] ?? content?.[2] ?? content?.[3] ?? content?.[4];
    if (!content || named === undefined || !sameName(named, table)) continue;
    const next = (sql as string).replace(CONTENT, () => `content='${to.replaceAll("'", "''")}'`);
    const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
    warnings.push(`The full-text index “${name}” (${module}) reads the rows of “${table}”; it is told the new name.`);
    statements.push(
      WRITE_SCHEMA,
      `UPDATE main.sqlite_schema SET sql = ${literal(next)} WHERE type = 'table' AND name = ${literal(name)}`,
      "PRAGMA writable_schema = RESET",
    );
  }
  return statements;
}

function warnOfContentColumns({ scratch, warnings }: Planning, table: string, column: string): void {
  for (const { name, kind, sql, columns } of scratch.read().tables) {
    const content = kind === "virtual" ? CONTENT.exec(sql ?? "") : null;
    const named = content?.[1] ?? content?.[2] ?? content?.[3] ?? content?.[4];
    if (named === undefined || !sameName(named, table) || !columns.some((c) => sameName(c.name, column))) continue;
    warnings.push(
      `The full-text index “${name}” reads “${column}” of “${table}” by its name and will not find it after the rename.`,
    );
  }
}
