/** What a change of the schema means for edits that are staged and not committed yet. */
import type { DatabaseSchema, RowIdentity, Table } from "../../../src-shared/model/schema.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import type { RenamedTable } from "../session/map-staged.ts";
import type { Entry } from "../session/unit-of-work.ts";
import type { Origins } from "./origins.ts";
import { refusal } from "./refusal.ts";

/** Tables and columns that a plan calls otherwise, and columns that store values in another way. */
export function renamedTables(before: DatabaseSchema, after: DatabaseSchema, origins: Origins): RenamedTable[] {
  return before.tables.flatMap((table): RenamedTable[] => {
    const to = table.schema === "main" ? origins.nameOf(table.name) : null;
    const now = to === null ? undefined : after.tables.find(({ name }) => sameName(name, to));
    if (to === null || !now) return [];
    const pairs = table.columns.flatMap((column) => {
      const name = origins.columnNow(to, column.name);
      const next = name === null ? undefined : now.columns.find((c) => sameName(c.name, name));
      return next ? [{ column, next }] : [];
    });
    const columns = pairs.flatMap(({ column, next }) =>
      column.name === next.name ? [] : [{ from: column.name, to: next.name }],
    );
    const converted = pairs.flatMap(({ column, next }) =>
      column.affinity === next.affinity && table.strict === now.strict
        ? []
        : [{ column: next.name, type: next.type, strict: now.strict }],
    );
    const isSame = columns.length + converted.length === 0 && to === table.name;
    return isSame ? [] : [{ from: table.name, to, columns, converted }];
  });
}

/** Throws a refusal that names the staged edits for which there would be no place any more. */
export function refuseStaged(
  entries: readonly Entry[],
  before: DatabaseSchema,
  after: DatabaseSchema,
  origins: Origins,
): void {
  const lost = entries.flatMap(({ staged }) => {
    const { table } = staged.row;
    if (table.schema !== "main") return [];
    const old = before.tables.find((t) => t.schema === "main" && sameName(t.name, table.name));
    if (!old) return [];
    const to = origins.nameOf(old.name);
    const now = to === null ? undefined : after.tables.find((t) => sameName(t.name, to));
    const why = whyLost(
      old,
      now,
      staged.state !== "new",
      staged.values.map(({ column }) => column),
      origins,
    );
    return why === null
      ? []
      : [
          `${{ new: "A new row", dirty: "An edited row", deleted: "A deleted row" }[staged.state]} of “${table.name}”: ${why}`,
        ];
  });
  if (lost.length === 0) return;
  throw refusal(
    `${lost.length} pending ${lost.length === 1 ? "change has" : "changes have"} no place after this: ${lost[0]}.`,
    "Commit these pending changes or take them back first; all others stay pending.",
    lost.slice(0, 20),
  );
}

function whyLost(
  old: Table,
  now: Table | undefined,
  hasKey: boolean,
  columns: readonly string[],
  origins: Origins,
): string | null {
  if (!now) return "its table goes";
  const gone = columns.find((column) => {
    const to = origins.columnNow(now.name, column);
    return to === null || now.columns.find((c) => sameName(c.name, to))?.kind !== "ordinary";
  });
  if (gone !== undefined) return `“${gone}” is not there, or is computed, afterwards`;
  const isSame = !hasKey || identityKey(mapped(old, now.name, origins)) === identityKey(now.identity);
  return isSame ? null : "its rows are told apart in another way afterwards";
}

/** The identity of the table as it is, in the names it has afterwards. */
function mapped({ identity }: Table, table: string, origins: Origins): RowIdentity {
  const name = (column: string) => origins.columnNow(table, column) ?? column;
  if (identity.kind === "rowid")
    return { ...identity, column: identity.column === null ? null : name(identity.column) };
  return identity.kind === "primaryKey" ? { ...identity, columns: identity.columns.map(name) } : identity;
}

function identityKey(identity: RowIdentity): string {
  if (identity.kind === "none") return "none";
  // A rowid stays what it is, whichever column shows it.
  return identity.kind === "rowid" ? "rowid" : `key ${identity.columns.map(foldName).join("\n")}`;
}
