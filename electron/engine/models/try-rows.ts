/**
 * Puts the rows of a table into its new definition on the scratch database, one by one: after a change of type a CHECK or UNIQUE
 * sees other values than the file holds, and only SQLite converts and computes as SQLite does.
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RefusalChoice } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { addedChoices, type BrokenRule } from "./added-choices.ts";
import { EXAMPLES, shown } from "./facts.ts";
import { standIn } from "./made-table.ts";
import { rowsOf, valueIn } from "./origins.ts";
import { refuseRows } from "./refusal.ts";
import type { Planning } from "./step.ts";
import type { TableChange } from "./table-change.ts";
import { checksOf } from "./table-text.ts";

/** Rows that a choice to delete them names one by one. */
const MOST_NAMED = 500;

/**
 * Throws a refusal that lists the rows that do not fit. Does nothing where the values stay what they are, because rules are then
 * asked of the file: but for a plan that is `thorough`.
 */
export function tryRows(planning: Planning, change: TableChange): void {
  const { table, origin, after, text, valueOf } = change;
  if (!origin) return;
  const converted = after.columns.filter(({ name, kind, affinity }) => {
    const old = table.columns.find((column) => sameName(column.name, name));
    return kind === "ordinary" && valueOf(name) !== null && old !== undefined && old.affinity !== affinity;
  });
  const indexes = ownIndexes(planning, table.name);
  const isRuled = checksOf(text).length > 0 || change.unique.length > 0 || indexes.length > 0;
  if (!planning.thorough && (converted.length === 0 || !isRuled)) return;
  const found = put(planning, change, indexes);
  if (!found) return;
  const which = converted.map(({ name }) => `“${name}”`).join(", ");
  const once = which === "" ? "as it would be" : `once ${which} has the new type`;
  refuseRows(
    { what: `rows break a rule of the table ${once}`, count: found.count, examples: found.examples, final: true },
    which === ""
      ? "Correct these rows first, or change the rule."
      : "Correct these rows first, or choose another type.",
    choicesFor(change, found),
  );
}

/** CREATE texts of indexes of its own that rows can break; an expression of any index may fail for a row. */
function ownIndexes({ scratch, thorough }: Planning, table: string): string[] {
  const own = scratch.read().indexes.filter((i) => i.origin === "c" && sameName(i.table, table));
  return own.filter(({ unique }) => unique || thorough).flatMap(({ sql }) => (sql === null ? [] : [sql]));
}

interface Misfits {
  count: number;
  readonly examples: string[];
  /** What SQLite said to the first. */
  words: string;
  /** Their rowids; null where they have none, or are too many. */
  rowids: Scalar[] | null;
}

/** Null when all rows fit, or what they are cannot be asked of the file. */
function put({ reader, scratch }: Planning, { table, origin, after, text, valueOf }: TableChange, indexes: string[]) {
  if (!origin) return null;
  const columns = after.columns.filter(({ name, kind }) => {
    const value = kind === "ordinary" ? valueOf(name) : null;
    const old = table.columns.find((column) => quoteName(column.name) === value);
    return value !== null && (!old || valueIn(origin, old.name) !== null);
  });
  const isDirect = table.identity.kind === "rowid" && rowsOf(origin, table.name).startsWith("main.");
  const rowid = isDirect && table.identity.kind === "rowid" ? table.identity.alias : null;
  const values = [...(rowid === null ? [] : [rowid]), ...columns.map(({ name }) => valueOf(name))];
  const names = columns.map(({ name }) => quoteName(name)).join(", ");
  const into = `main.${quoteName(table.name)}`;
  const places = columns.map(() => "?").join(", ");
  const sql =
    columns.length === 0
      ? `INSERT INTO ${into} DEFAULT VALUES`
      : `INSERT OR ABORT INTO ${into} (${names}) VALUES (${places})`;
  const found: Misfits = { count: 0, examples: [], words: "", rowids: rowid === null ? null : [] };
  return asked(() => {
    const rows = reader.db.prepare(`SELECT ${values.join(", ") || "1"} FROM ${rowsOf(origin, table.name)}`).raw(true);
    scratch.look([...standIn(table, text), ...indexes], () => {
      const insert = scratch.connection.db.prepare(sql);
      for (const all of rows.iterate() as Iterable<Scalar[]>) {
        const row = rowid === null ? all : all.slice(1);
        try {
          insert.run(columns.length === 0 ? [] : row);
        } catch (thrown) {
          note(found, thrown, row, all[0] ?? null);
        }
      }
    });
    return found.count === 0 ? null : found;
  });
}

function note(found: Misfits, thrown: unknown, row: Scalar[], rowid: Scalar): void {
  const { code, message } = thrown as Error & { code?: string };
  // A rule that is broken is the answer that is asked for; so is an expression that fails for the values of a row.
  if (!/^SQLITE_(CONSTRAINT|ERROR|MISMATCH|TOOBIG)/.test(String(code))) throw thrown;
  found.count++;
  if (found.words === "") found.words = message;
  if (found.examples.length < EXAMPLES) found.examples.push(`${row.map(shown).join(", ")} (${message})`);
  if (found.rowids && found.count <= MOST_NAMED) found.rowids.push(rowid);
  else found.rowids = null;
}

/** Null where the question speaks of what the file does not have, or an index cannot be made: the step itself is tried later. */
function asked<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "SQLITE_ERROR") return null;
    throw thrown;
  }
}

const RULE_WORDS: readonly (readonly [RegExp, BrokenRule])[] = [
  [/^NOT NULL/, "NotNull"],
  [/^CHECK/, "Check"],
  [/^UNIQUE/, "Unique"],
];

function choicesFor({ operation, table, after }: TableChange, { rowids, words }: Misfits): RefusalChoice[] {
  const [, broken] = RULE_WORDS.find(([pattern]) => pattern.test(words)) ?? [];
  const column = after.columns.find(({ name }) => !table.columns.some((old) => sameName(old.name, name)));
  if (operation.op === "addColumn" && column && broken) return addedChoices(operation, column, broken);
  const isType = operation.op === "changeColumn" && operation.type !== undefined;
  const leave: RefusalChoice = { label: isType ? "Leave the type as it is" : "Leave it as it is", operations: [] };
  if (!rowids || table.identity.kind !== "rowid") return [leave];
  const list = rowids.map(sqlLiteral).join(", ");
  const sql = `DELETE FROM ${quoteName(table.name)} WHERE ${table.identity.alias} IN (${list})`;
  return [{ label: "Delete these rows", operations: [{ op: "sql", sql }, operation] }, leave];
}
