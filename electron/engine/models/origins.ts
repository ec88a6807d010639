/** Where the tables and columns of a half-made plan are in the file, which still has the old names. */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";

/** A column of a planned table: its name there, and its value as SQL over the row of the file. */
interface OriginColumn {
  readonly name: string;
  /** Null when it cannot be asked of the file. */
  readonly value: string | null;
  /** The column of the file, when the value is what that column holds. */
  readonly from: string | null;
}

/** A table of the file, by its name there, with the columns that it has in the plan. */
export interface Origin {
  readonly table: string;
  readonly columns: readonly OriginColumn[];
}

export class Origins {
  readonly #tables = new Map<string, Origin>();
  /** Tables of the file, by folded name, whose rows or definition the plan changes. */
  readonly touched = new Set<string>();
  /** Those of them of which the plan may change what their foreign keys, or the ones that lead to them, find. */
  readonly keys = new Set<string>();
  /** Planned names, folded, of tables that may break their rules as they did before. */
  readonly accepted = new Set<string>();
  /** New names as they were given, by folded name. */
  readonly #spelled = new Map<string, string>();
  readonly #written = new Set<string>();
  #anythingWritten = false;

  constructor(tables: readonly { name: string; columns: readonly { name: string }[] }[]) {
    for (const { name, columns } of tables) {
      const same = columns.map((column) => ({ name: column.name, value: quoteName(column.name), from: column.name }));
      this.#tables.set(foldName(name), { table: name, columns: same });
    }
  }

  /** May SQL of the user's own have written to any table? */
  get anythingWritten(): boolean {
    return this.#anythingWritten;
  }

  /** Are a table's rows at this point of the plan the ones of the file? Not after SQL of the user's own. */
  rowsKnown(table: string): boolean {
    return !this.#anythingWritten && !this.#written.has(foldName(table));
  }

  /** SQL of the user's own wrote to a table; null: to any. */
  forgetRows(table: string | null): void {
    if (table === null) this.#anythingWritten = true;
    else {
      this.touch(table);
      this.touchKeys(table);
      this.#written.add(foldName(table));
    }
  }

  /** Null for a table the plan itself makes. */
  of(table: string): Origin | null {
    return this.#tables.get(foldName(table)) ?? null;
  }

  /** Planned names, folded, of the tables of the file, by their folded name there. */
  names(): Map<string, string> {
    return new Map([...this.#tables].map(([now, { table }]) => [foldName(table), now]));
  }

  /** The planned name of a table of the file; null when it goes. Its case is the one the plan gave it. */
  nameOf(table: string): string | null {
    for (const [now, origin] of this.#tables)
      if (sameName(origin.table, table)) return this.#spelled.get(now) ?? origin.table;
    return null;
  }

  /** What a planned table calls a column of the file; null when it has none of it. */
  columnNow(table: string, column: string): string | null {
    return this.of(table)?.columns.find(({ from }) => from !== null && sameName(from, column))?.name ?? null;
  }

  touch(table: string): void {
    const origin = this.of(table);
    if (origin) this.touched.add(foldName(origin.table));
  }

  touchKeys(table: string): void {
    const origin = this.of(table);
    if (origin) this.keys.add(foldName(origin.table));
  }

  renameTable(from: string, to: string): void {
    const known = this.of(from);
    this.#tables.delete(foldName(from));
    if (this.accepted.has(foldName(from))) this.accepted.add(foldName(to));
    if (this.#written.has(foldName(from))) this.#written.add(foldName(to));
    this.#spelled.set(foldName(to), to);
    if (known) this.#tables.set(foldName(to), known);
  }

  dropTable(table: string): void {
    this.#tables.delete(foldName(table));
  }

  renameColumn(table: string, from: string, to: string): void {
    const known = this.of(table);
    if (!known) return;
    const columns = known.columns.map((column) => (sameName(column.name, from) ? { ...column, name: to } : column));
    this.#tables.set(foldName(table), { ...known, columns });
  }

  /**
   * The columns the plan's next step gives the table. `valueOf` is the value of a column as SQL over the columns so far;
   * null for one that gets its default.
   */
  setColumns(table: string, names: readonly string[], valueOf: (column: string) => string | null): void {
    const known = this.of(table);
    if (!known) return;
    const columns = names.flatMap((name): OriginColumn[] => {
      const value = valueOf(name);
      if (value === null) return [];
      const same = known.columns.find((column) => value === quoteName(column.name));
      const plain = known.columns.every((column) => column.value === quoteName(column.name));
      const filled = known.columns.find((column) => sameName(column.name, name));
      const from = filled?.from ?? null;
      return same ? [{ ...same, name }] : plain || from !== null ? [{ name, value: plain ? value : null, from }] : [];
    });
    this.#tables.set(foldName(table), { ...known, columns });
  }
}

/** The value of a planned column as SQL over the file's row; null when the file does not have it. */
export function valueIn(origin: Origin | null, column: string): string | null {
  return origin?.columns.find(({ name }) => sameName(name, column))?.value ?? null;
}

/** The rows of the file under the planned names, for a FROM clause. `as` is what expressions may call it. */
export function rowsOf(origin: Origin, as: string): string {
  const alias = quoteName(as);
  const table = `main.${quoteName(origin.table)}`;
  if (origin.columns.every(({ name, value }) => value === quoteName(name))) return `${table} AS ${alias}`;
  const columns = origin.columns.flatMap(({ name, value }) =>
    value === null ? [] : [`${value} AS ${quoteName(name)}`],
  );
  return `(SELECT ${columns.join(", ") || "1"} FROM ${table}) AS ${alias}`;
}
