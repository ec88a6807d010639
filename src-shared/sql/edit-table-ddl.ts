/**
 * Edits of a CREATE TABLE text for what no operation of its own exists (primary keys, comments, conflict clauses): pieces
 * are cut out and put in, all else stays as it is written. Pure.
 */
import { quoteName } from "./quote-name.ts";
import type { DdlClause, DdlColumn, DdlConstraint, Place, TableDdl } from "./table-ddl.ts";

interface Splice extends Place {
  readonly text: string;
}

/** Puts the pieces in; they may come in any order and do not overlap. */
function spliced(sql: string, splices: readonly Splice[]): string {
  let out = sql;
  for (const { start, end, text } of [...splices].sort((a, b) => b.start - a.start || b.end - a.end)) {
    out = out.slice(0, start) + text + out.slice(end);
  }
  return out;
}

/** Cuts a clause out, with the blanks before it. */
function cut(sql: string, { start, end }: Place): Splice {
  const blank = /[ \t]*$/.exec(sql.slice(0, start))?.[0].length ?? 0;
  return { start: start - blank, end, text: "" };
}

/** Cuts a table constraint out, with a comma. */
function cutConstraint(ddl: TableDdl, constraint: DdlConstraint): Splice {
  const items: readonly (DdlColumn | DdlConstraint)[] = [...ddl.columns, ...ddl.constraints];
  const before = items[items.indexOf(constraint) - 1];
  const last = items.at(-1) === constraint;
  // The comma before it goes when it is the last; a comment in between stays with what it speaks of.
  if (last && before) {
    const gap = ddl.sql.slice(before.afterComma, constraint.start);
    const comma = ddl.sql.slice(before.end, before.afterComma).replace(/,$/, "");
    const kept = /--|\/\*/.test(gap) ? gap.trimEnd() : "";
    return { start: before.end, end: constraint.end, text: comma + kept };
  }
  return {
    start: constraint.start,
    end: constraint.afterComma + (/^\s*/.exec(ddl.sql.slice(constraint.afterComma))?.[0].length ?? 0),
    text: "",
  };
}

/** Puts a table constraint after the last piece, on a line of its own where the others are. */
export function addConstraintText(ddl: TableDdl, definition: string): string {
  return spliced(ddl.sql, appended(ddl, definition));
}

function appended(ddl: TableDdl, definition: string, gone: readonly (DdlColumn | DdlConstraint)[] = []): Splice[] {
  const items = [...ddl.columns, ...ddl.constraints].filter((item) => !gone.includes(item));
  const last = items.at(-1);
  if (!last) return [];
  const lead = /\n[ \t]*$/.exec(ddl.sql.slice(0, last.start))?.[0] ?? " ";
  const rest = ddl.sql.slice(last.end, ddl.inside.end);
  const comment = /^(?:[ \t]*(?:--[^\n]*|\/\*[\s\S]*?\*\/))+/.exec(rest)?.[0] ?? "";
  if (comment === "") return [{ start: last.end, end: last.end, text: `,${lead}${definition}` }];
  const at = last.end + comment.length;
  const own = comment.includes("--") && lead === " " ? "\n" : lead;
  return [
    { start: last.end, end: last.end, text: "," },
    { start: at, end: at, text: `${own}${definition}` },
  ];
}

export interface PrimaryKey {
  /** In key order, as they are written in the key (`a DESC`), with the names they stand for. */
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
  readonly autoincrement: boolean;
}

/** The table's primary key as its text has it; null when it has none. */
export function primaryKeyOf(ddl: TableDdl): PrimaryKey | null {
  for (const column of ddl.columns) {
    const clause = column.clauses.find(({ kind }) => kind === "PrimaryKey");
    if (clause)
      return { columns: [{ name: column.name, descending: clause.descending }], autoincrement: clause.autoincrement };
  }
  const constraint = ddl.constraints.find(({ kind }) => kind === "PrimaryKey");
  if (!constraint) return null;
  const columns = constraint.columns.map((name, at) => ({
    name,
    descending: /\bdesc$/i.test(constraint.written[at] ?? ""),
  }));
  return { columns, autoincrement: constraint.autoincrement || /\bautoincrement\s*\)/i.test(textOf(ddl, constraint)) };
}

/** The text with this primary key. A name and a conflict clause of the old one stay. */
export function withPrimaryKey(ddl: TableDdl, key: PrimaryKey | null): string {
  const oldColumn = ddl.columns.find(({ clauses }) => clauses.some(({ kind }) => kind === "PrimaryKey"));
  const oldClause = oldColumn?.clauses.find(({ kind }) => kind === "PrimaryKey");
  const oldConstraint = ddl.constraints.find(({ kind }) => kind === "PrimaryKey");
  const old: DdlClause | undefined = oldClause ?? oldConstraint;
  const splices: Splice[] = [];
  if (oldClause) splices.push(cut(ddl.sql, oldClause));
  if (key === null || key.columns.length === 0) {
    if (oldConstraint) splices.push(cutConstraint(ddl, oldConstraint));
    return spliced(ddl.sql, splices);
  }
  const name = old?.name == null ? "" : `CONSTRAINT ${quoteName(old.name)} `;
  const conflict = old?.conflict == null ? "" : ` ON CONFLICT ${old.conflict}`;
  const [only] = key.columns;
  const column = ddl.columns.find((c) => c.name === only?.name);
  if (key.columns.length === 1 && only && column) {
    const words = `${name}PRIMARY KEY${only.descending ? " DESC" : ""}${conflict}${key.autoincrement ? " AUTOINCREMENT" : ""}`;
    if (oldConstraint) splices.push(cutConstraint(ddl, oldConstraint));
    if (oldClause && oldColumn === column)
      return spliced(ddl.sql, [{ start: oldClause.start, end: oldClause.end, text: words }]);
    const at = column.type?.end ?? column.namePlace.end;
    return spliced(ddl.sql, [...splices, { start: at, end: at, text: ` ${words}` }]);
  }
  const list = key.columns.map((c) => quoteName(c.name) + (c.descending ? " DESC" : "")).join(", ");
  const definition = `${name}PRIMARY KEY (${list})${conflict}`;
  if (oldConstraint)
    return spliced(ddl.sql, [{ start: oldConstraint.start, end: oldConstraint.end, text: definition }]);
  return spliced(ddl.sql, [...splices, ...appended(ddl, definition)]);
}

/** The text with this comment for a column; "" takes it away. */
export function withComment(ddl: TableDdl, column: DdlColumn, comment: string): string {
  const { sql } = ddl;
  const old = column.comment;
  const line = comment.replace(/\s*\n\s*/g, " ").trim();
  if (old) {
    if (line === "") return spliced(sql, [cut(sql, old)]);
    const isLine = sql.startsWith("--", old.start);
    return spliced(sql, [{ start: old.start, end: old.end, text: isLine ? `-- ${line}` : blockOf(line) }]);
  }
  if (line === "") return sql;
  const endsLine = /^[ \t]*(\n|$)/.test(sql.slice(column.afterComma));
  const at = endsLine ? column.afterComma : column.end;
  return spliced(sql, [{ start: at, end: at, text: endsLine ? ` -- ${line}` : ` ${blockOf(line)}` }]);
}

/** A clause of the column or table replaced by a text, or cut out. */
export function withClauseText(ddl: TableDdl, clause: DdlClause, text: string | null): string {
  if (text !== null) return spliced(ddl.sql, [{ start: clause.start, end: clause.end, text }]);
  const constraint = ddl.constraints.find((c) => c === clause);
  return spliced(ddl.sql, [constraint ? cutConstraint(ddl, constraint) : cut(ddl.sql, clause)]);
}

function textOf(ddl: TableDdl, { start, end }: Place): string {
  return ddl.sql.slice(start, end);
}

function blockOf(line: string): string {
  return `/* ${line.replaceAll("*/", "* /")} */`;
}
