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

  /** The table as the plan's next step leaves it; null for one that the plan itself makes. */
  next(table: string, columns: readonly NextColumn[]): Origin | null {
    const known = this.of(table);
    if (!known) return null;
    const isPlain = known.columns.every((column) => column.value === quoteName(column.name));
    // Over the row as the steps before left it; its inside means the row of the file.
    const over = (value: string) => (isPlain ? value : `(SELECT ${value} FROM (SELECT ${asPlanned(known)}))`);
    const next = columns.map(({ name, value, constant }): OriginColumn => {
      if (value === null) return { name, value: constant, from: null };
      const same = known.columns.find((column) => value === quoteName(column.name));
      if (same) return { ...same, name };
      const from = known.columns.find((column) => sameName(column.name, name))?.from ?? null;
      return { name, value: over(value), from };
    });
    return { ...known, columns: next };
  }

  /** The step that `next` spoke of is taken. */
  set(table: string, origin: Origin | null): void {
    if (origin) this.#tables.set(foldName(table), origin);
  }
}

/** A column as a step leaves it. */
interface NextColumn {
  readonly name: string;
  /** Its value as SQL over the columns so far; null for one that gets its default, or is computed. */
  readonly value: string | null;
  /** What every row has in it then, as a literal; null when that is not known. */
  readonly constant: string | null;
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
  return `(SELECT ${asPlanned(origin)} FROM ${table}) AS ${alias}`;
}

/** The columns under their planned names, without those of which nothing is known. */
function asPlanned({ columns }: Origin): string {
  const known = columns.flatMap(({ name, value }) => (value === null ? [] : [`${value} AS ${quoteName(name)}`]));
  return known.join(", ") || "1";
}
