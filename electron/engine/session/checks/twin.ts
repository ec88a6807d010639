/**
 * Tables like the user's, empty, in memory: what SQLite would say to a row is asked of SQLite, with the very statement of the
 * commit, and nothing is read or locked meanwhile. They have no triggers and no foreign keys.
 */
import { sql } from "kysely";
import { type Cell, isPreview, type Scalar, storageOf } from "../../../../src-shared/model/cell.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { compiler, objectName } from "../../connection/compiler.ts";
import type { Connection } from "../../connection/connection.ts";
import { openConnection } from "../../connection/open-connection.ts";
import { foldName } from "../../schema/same-name.ts";
import { nameOf, scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { type BrokenRule, brokenRule } from "../../engine-error.ts";
import type { PlannedRow } from "../commit-plan.ts";
import { type RowChange, StatementMaker } from "../statements.ts";
import { toChange } from "../to-change.ts";
import type { CheckRule } from "./table-rules.ts";

/** What became of a row. */
export interface Judged {
  /** null: SQLite takes the row. */
  readonly broken: BrokenRule | null;
  /** The CHECKs that it breaks. */
  readonly checks: readonly CheckRule[];
  /** Of what was asked, before the change (none for a new row) and after it; none when the row cannot be held at all. */
  readonly before: readonly Scalar[] | null;
  readonly after: readonly Scalar[] | null;
}

/** A row as it is asked about. */
export interface AskedRow {
  readonly row: PlannedRow;
  /** What the file holds in the table's ordinary columns; null for a new row. */
  readonly stored: readonly Cell[] | null;
  readonly checks: readonly CheckRule[];
  /** SQL to be computed of the row. */
  readonly asked: readonly string[];
}

/** A longer value is not copied: rules about it are left to the commit. */
const LONGEST = 1024 * 1024;

export class Twin {
  readonly #connection: Connection;
  readonly #tables = new Map<Table, boolean>();
  readonly #maker = new StatementMaker();

  /** `encoding` as `PRAGMA encoding` gives it: lengths in bytes depend on it. */
  constructor(encoding: string) {
    this.#connection = openConnection(null, "write");
    this.#connection.pragma(`encoding = '${encoding.replaceAll("'", "")}'`);
    this.#connection.pragma("foreign_keys = OFF");
  }

  /** Makes the twin of a table; false where that cannot be done (a function that is not here, a table of a module). */
  has(table: Table, statements: () => readonly string[]): boolean {
    let made = this.#tables.get(table);
    if (made === undefined) {
      made = table.schema === "main" && table.kind === "table" && table.sql !== null && this.#tries(table.sql);
      if (made) for (const text of statements()) this.#tries(text);
      this.#tables.set(table, made);
    }
    return made;
  }

  /** null: it cannot be told. Values that did not come whole are stood in for; rules that name them are left out. */
  judge({ row, stored, checks, asked }: AskedRow): Judged | null {
    const { table } = row;
    const change = toChange(row, row.entry.staged.rowid ?? null);
    const standIns = new Set<string>();
    const plain = (column: string, cell: Cell): Scalar => {
      if (!isPreview(cell) && (typeof cell !== "object" || cell === null || cell.length <= LONGEST)) {
        if (typeof cell !== "string" || cell.length <= LONGEST) return cell;
      }
      standIns.add(column);
      return storageOf(cell) === "text" ? "" : new Uint8Array();
    };
    const sets = change.sets.map(({ column, value }) => ({ column, value: plain(column, value) }));
    const ordinary = table.columns.filter((column) => column.kind === "ordinary");
    const held = stored && ordinary.map(({ name: column }, i) => ({ column, value: plain(column, stored[i] ?? null) }));
    const made: RowChange = { ...change, sets, guards: [], returning: [] };
    return this.#apart(() => {
      if (held && !this.#hold(row, held)) return null;
      const known = (text: string): boolean => !names(text, standIns);
      const before = held && this.#values(table, asked, known);
      const broken = this.#broken(made);
      if (broken === null) return { broken, checks: [], before, after: this.#values(table, asked, known) };
      if (broken.rule !== "check") return broken.rule === "other" && standIns.size > 0 ? null : refused(broken);
      const sure = checks.filter((rule) => isKnown(table, rule, standIns));
      return this.#unchecked(() => {
        if (this.#broken(made) !== null) return refused(broken);
        const failing = sure.filter((rule) => this.#fails(table, rule));
        if (standIns.size > 0 && failing.length === 0) return null;
        return { broken, checks: failing, before, after: this.#values(table, asked, known) };
      });
    });
  }

  close(): void {
    this.#connection.close();
  }

  #tries(text: string): boolean {
    try {
      this.#connection.run({ sql: text, parameters: [] });
      return true;
    } catch {
      // Whatever it is, the commit will meet it too.
      return false;
    }
  }

  #apart<T>(work: () => T): T {
    this.#connection.run({ sql: "BEGIN", parameters: [] });
    try {
      return work();
    } finally {
      if (this.#connection.db.inTransaction) this.#connection.run({ sql: "ROLLBACK", parameters: [] });
    }
  }

  /** Puts the row in as the file has it, which may break CHECKs that came after it. */
  #hold({ table, entry }: PlannedRow, held: readonly { column: string; value: Scalar }[]): boolean {
    const { identity } = table;
    const { row } = entry.staged;
    const hidden = identity.kind === "rowid" && identity.column === null && "key" in row;
    const sets = hidden ? [{ column: identity.alias, value: row.key[0] ?? null }, ...held] : held;
    const change: RowChange = { kind: "insert", table, key: null, sets, guards: [], returning: [] };
    return this.#broken(change) === null || this.#unchecked(() => this.#broken(change) === null);
  }

  #unchecked<T>(work: () => T): T {
    this.#connection.pragma("ignore_check_constraints = ON");
    try {
      return work();
    } finally {
      this.#connection.pragma("ignore_check_constraints = OFF");
    }
  }

  /** A row that an ON CONFLICT IGNORE leaves out is not stored either. */
  #broken(change: RowChange): BrokenRule | null {
    if (change.kind === "update" && change.sets.length === 0) return null;
    try {
      const { changes } = this.#connection.run(this.#maker.make(change));
      return changes === 1 ? null : { rule: "other", words: "an ON CONFLICT IGNORE rule leaves it out" };
    } catch (thrown) {
      const broken = brokenRule(thrown);
      if (!broken) throw thrown;
      return broken;
    }
  }

  /** A CHECK is broken by what is false, not by NULL. SQLite only names the first one that is. */
  #fails(table: Table, { expression }: CheckRule): boolean {
    return this.#values(table, [`(\n${expression}\n) IS NULL OR (\n${expression}\n)`])?.[0] === 0n;
  }

  /** NULL in the place of what is not known. */
  #values(table: Table, asked: readonly string[], known: (text: string) => boolean = () => true): Scalar[] | null {
    if (asked.length === 0) return [];
    try {
      const expressions = sql.join(asked.map((text) => sql.raw(text)));
      const values = this.#connection.row(sql`select ${expressions} from ${objectName(table)}`.compile(compiler));
      return (values ?? []).map((value, i) => (known(asked[i] ?? "") ? value : null));
    } catch {
      // An expression that cannot be computed of these values.
      return null;
    }
  }
}

function refused(broken: BrokenRule): Judged {
  return { broken, checks: [], before: null, after: null };
}

/** Does a text of SQL name one of these columns? */
function names(text: string, columns: ReadonlySet<string>): boolean {
  if (columns.size === 0) return false;
  const named = new Set(Array.from(scriptTokens(text), (token) => foldName(nameOf(token.text))));
  return [...columns].some((column) => named.has(foldName(column)));
}

/** A generated column may be made of any other. */
function isKnown(table: Table, rule: CheckRule, standIns: ReadonlySet<string>): boolean {
  if (standIns.size === 0) return true;
  return rule.columns.every(
    (column) => !standIns.has(column) && table.columns.some((c) => c.name === column && c.kind === "ordinary"),
  );
}
