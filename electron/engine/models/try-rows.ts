/**
 * Puts the rows of a table into its new definition on the scratch database, one by one: after a change of type a CHECK or UNIQUE
 * sees other values than the file holds, and only SQLite converts as SQLite does.
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { sameName } from "../schema/same-name.ts";
import { EXAMPLES, shown } from "./facts.ts";
import { standIn } from "./made-table.ts";
import { rowsOf } from "./origins.ts";
import { refuseRows } from "./refusal.ts";
import type { Planning } from "./step.ts";
import type { TableChange } from "./table-change.ts";
import { checksOf } from "./table-text.ts";

/** Throws a refusal that lists the rows that do not fit; does nothing where the values stay what they are. */
export function tryRows({ reader, scratch, origins }: Planning, change: TableChange): void {
  const { table, after, text, valueOf, unique } = change;
  const origin = origins.of(table.name);
  const columns = after.columns.filter(({ name, kind }) => kind === "ordinary" && valueOf(name) !== null);
  const converted = columns.filter((column) => {
    const old = table.columns.find(({ name }) => sameName(name, column.name));
    return old !== undefined && old.affinity !== column.affinity;
  });
  const isUnique = unique.some((rule) =>
    rule.columns.some(({ name }) => converted.some((c) => sameName(c.name, name))),
  );
  if (!origin || converted.length === 0 || (checksOf(text).length === 0 && !isUnique)) return;
  const values = columns.map(({ name }) => valueOf(name)).join(", ");
  const names = columns.map(({ name }) => quoteName(name)).join(", ");
  const rows = reader.db.prepare(`SELECT ${values} FROM ${rowsOf(origin, table.name)}`).raw(true);
  const examples: string[] = [];
  let count = 0;
  scratch.look(standIn(table, text), () => {
    const into = `INSERT OR ABORT INTO main.${quoteName(table.name)} (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
    const insert = scratch.connection.db.prepare(into);
    for (const row of rows.iterate() as Iterable<Scalar[]>) {
      try {
        insert.run(row);
      } catch (thrown) {
        // A rule that is broken is the answer that is asked for.
        if (!/^SQLITE_CONSTRAINT/.test(String((thrown as { code?: string }).code))) throw thrown;
        count++;
        if (examples.length < EXAMPLES) examples.push(`${row.map(shown).join(", ")} (${(thrown as Error).message})`);
      }
    }
  });
  if (count === 0) return;
  const which = converted.map(({ name }) => `“${name}”`).join(", ");
  refuseRows(
    { what: `rows break a rule of the table once ${which} has the new type`, count, examples },
    "Correct these rows first, or choose another type.",
    [{ label: "Leave the type as it is", operations: [] }],
  );
}
