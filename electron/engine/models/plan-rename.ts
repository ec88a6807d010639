/** Plans renames, which SQLite follows through all the SQL stored in the file. */
import { sentenceEnd } from "../../../src-shared/errors/app-error.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { keepViewNames } from "./keep-view-names.ts";
import { isDoubleQuotedText, refusal } from "./refusal.ts";
import { READ_SCHEMA, textLiteral, WRITE_SCHEMA } from "./statements.ts";
import type { Planning, StepDraft } from "./step.ts";
import { meetsBrokenView } from "./view-triggers.ts";
import { followOwnName, followRenamedColumn, followRenamedTable } from "./virtual-readers.ts";

type Rename<K extends "renameTable" | "renameColumn"> = Extract<SchemaOperation, { op: K }>;

export function planRenameTable(planning: Planning, { table: from, to }: Rename<"renameTable">): Partial<StepDraft> {
  const { scratch, origins } = planning;
  const known = scratch.read().tables.find((t) => sameName(t.name, from));
  const table = known?.kind === "virtual" ? known : scratch.table(from);
  if (table.name === to) throw refusal(`“${to}” is its name already.`, "Choose another name.");
  const alter = `ALTER TABLE main.${quoteName(table.name)} RENAME TO ${quoteName(to)}`;
  const sql = sameName(table.name, to)
    ? byWayOf(scratch.freeName(), table.name, to)
    : followed(planning, alter, ownTriggers(planning, table.name, to), () =>
        scratch.read().tables.some(({ name }) => name === to),
      );
  const readers = [...followOwnName(planning, table, sql, to), ...followRenamedTable(planning, table.name, to)];
  origins.touch(table.name);
  origins.renameTable(table.name, to);
  return {
    sql: [...sql, ...readers, ...renamedStatistics(planning, table.name, to)],
    reverse: [{ op: "renameTable", table: to, to: table.name }],
  };
}

/** SQLite takes the same name in other letters for one that is taken. */
function byWayOf(between: string, from: string, to: string): string[] {
  const rename = (a: string, b: string) => `ALTER TABLE main.${quoteName(a)} RENAME TO ${quoteName(b)}`;
  return [rename(from, between), rename(between, to)];
}

export function planRenameColumn(planning: Planning, operation: Rename<"renameColumn">): Partial<StepDraft> {
  const { table: name, column, to } = operation;
  const { scratch, origins } = planning;
  const table = scratch.table(name);
  const old = table.columns.find((c) => sameName(c.name, column));
  if (!old) throw refusal(`There is no column “${column}”.`, "Look at the table's columns and correct the operation.");
  if (old.name === to) throw refusal(`“${to}” is its name already.`, "Choose another name.");
  const alter = `ALTER TABLE main.${quoteName(table.name)} RENAME COLUMN ${quoteName(old.name)} TO ${quoteName(to)}`;
  const renamed = () => scratch.table(table.name).columns.some((c) => c.name === to);
  const sql = mendable(planning, { op: "renameColumn", table: name, column, to }, alter, () =>
    followed(planning, alter, [], renamed),
  );
  const readers = followRenamedColumn(scratch, table.name, operation, to);
  origins.touch(table.name);
  origins.renameColumn(table.name, column, to);
  return { sql: [...sql, ...readers], reverse: [{ op: "renameColumn", table: table.name, column: to, to: old.name }] };
}

/**
 * SQLite refuses every rename while any view or trigger of the file does not compile. When those are broken anyway, they are
 * passed over: they keep their text. Throws what SQLite says.
 */
function followed(
  { scratch, before, warnings }: Planning,
  alter: string,
  mend: string[],
  done: () => boolean,
): string[] {
  try {
    scratch.look([alter], () => undefined);
    return [alter];
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const [, type, name = ""] = /^error in (view|trigger) (.*?): /s.exec(thrown.message) ?? [];
    const wasBroken = type !== undefined && before.broken.has(`${type} ${foldName(name)}`);
    // In a table or an index such a text would be passed over as well, and then lead to the old name.
    const unread = [...scratch.unmakeable.values()].some(isDoubleQuotedText);
    if (!wasBroken || unread || meetsBrokenView(scratch, alter)) throw thrown;
    const sql = [WRITE_SCHEMA, alter, ...mend, READ_SCHEMA];
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

/** What the rename would break can often be mended in the same plan; then the refusal says how. */
function mendable(
  planning: Planning,
  operation: Rename<"renameColumn">,
  alter: string,
  follow: () => string[],
): string[] {
  try {
    return follow();
  } catch (thrown) {
    const [, type, object] =
      (thrown instanceof Error && /^error in (view|trigger) (.*?) after rename: /s.exec(thrown.message)) || [];
    if (!(thrown instanceof Error) || (type !== "view" && type !== "trigger") || object === undefined) throw thrown;
    const keep = keepViewNames(planning, alter);
    const names = keep?.map((o) => ("name" in o ? `“${o.name}”` : "")).join(", ");
    const drop: SchemaOperation = { op: type === "view" ? "dropView" : "dropTrigger", name: object };
    throw refusal(
      `SQLite refuses it: ${sentenceEnd(thrown.message)}`,
      `Keep the columns of the views as they are called, or drop the ${type} “${object}” before and create it after with a text that fits.`,
      [],
      [
        ...(keep ? [{ label: `Keep the column names of ${names}`, operations: [...keep, operation] }] : []),
        { label: `Drop the ${type} “${object}” as well`, operations: [drop, operation] },
      ],
    );
  }
}

/** SQLite forgets that figures belong to the table under its new name; those of its constraints are called after it. */
function renamedStatistics({ scratch }: Planning, from: string, to: string): string[] {
  const tables = scratch.stored().filter(({ name }) => name === "sqlite_stat1" || name === "sqlite_stat4");
  const [old, now] = [textLiteral(from), textLiteral(to)];
  const prefix = `'sqlite_autoindex_' || ${old} || '_'`;
  return tables.map(
    ({ name }) => `UPDATE main.${name} SET tbl = ${now}, idx = CASE WHEN idx = ${old} THEN ${now}
      WHEN substr(idx, 1, length(${prefix})) = ${prefix} THEN 'sqlite_autoindex_' || ${now} || substr(idx, length(${prefix})) ELSE idx END
      WHERE tbl = ${old}`,
  );
}

/** Its own triggers that do not work would be left with the old name after ON, and then SQLite could not read the schema. */
function ownTriggers({ scratch, before }: Planning, table: string, to: string): string[] {
  return scratch.own(table, "trigger").flatMap(({ name, sql }) => {
    if (!before.broken.has(`trigger ${foldName(name)}`)) return [];
    const tokens = [...scriptTokens(sql ?? "")];
    const on = tokens.findIndex((token) => token.name === "ON");
    const at = tokens[on + 1];
    if (on < 0 || !at) return [];
    const next = `${(sql ?? "").slice(0, at.start)}${quoteName(to)}${(sql ?? "").slice(at.end)}`;
    return [
      `UPDATE main.sqlite_schema SET sql = ${textLiteral(next)} WHERE type = 'trigger' AND name = ${textLiteral(name)}`,
    ];
  });
}
