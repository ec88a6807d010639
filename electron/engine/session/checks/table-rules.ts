/** The rules of a table that can be looked at without writing: CHECKs, what must be UNIQUE, foreign keys. */
import { sql } from "kysely";
import { nameOf, scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { readIndexDdl } from "../../../../src-shared/sql/index-ddl.ts";
import { readTableDdl } from "../../../../src-shared/sql/table-ddl.ts";
import { type KeyFault, keyFault } from "../../../../src-shared/model/key-fault.ts";
import type { DatabaseSchema, ForeignKey, Index, Table } from "../../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../../connection/compiler.ts";
import type { Connection } from "../../connection/connection.ts";
import { sameName } from "../../schema/same-name.ts";
import { refersTo } from "../plan-commit.ts";
import { keyColumns, rowidColumn } from "../row-address.ts";

export interface CheckRule {
  readonly name: string | null;
  /** As written. */
  readonly expression: string;
  /** Columns that it names. */
  readonly columns: readonly string[];
}

/** No two rows may have the same values in these columns. */
export interface UniqueRule {
  readonly columns: readonly string[];
  readonly collations: readonly string[];
  /** Of a partial index: only rows that fulfil it count. */
  readonly where: string | null;
  /** Finds rows of the file by these values; gives their keys. */
  readonly find: string;
  /** The INTEGER PRIMARY KEY, which a new row that leaves it open gets from us. */
  readonly isRowid: boolean;
}

export interface ForeignRule {
  readonly key: ForeignKey;
  readonly parent: Table;
  /** What makes the columns referred to UNIQUE. */
  readonly unique: UniqueRule;
  /** Child and parent convert values in the same way. */
  readonly sameAffinity: boolean;
}

export interface TableRules {
  readonly checks: readonly CheckRule[];
  readonly uniques: readonly UniqueRule[];
  /** A row that breaks one of them is surely refused: no trigger and no ON CONFLICT gets in between. */
  readonly uniquesRefuse: boolean;
  readonly foreign: readonly ForeignRule[];
  /** Foreign keys that no row can fulfil, as they are declared. */
  readonly faults: readonly { readonly key: ForeignKey; readonly fault: KeyFault }[];
}

/** Rows that have the value already are only looked for as far as that. */
const FOUND = 10;

/** Reads the rules of tables once each: make another one for another state of the schema. */
export class RuleBook {
  readonly #reader: Connection;
  readonly #database: DatabaseSchema;
  readonly #known = new Map<Table, TableRules>();
  readonly #uniques = new Map<Table, UniqueRule[]>();

  constructor(reader: Connection, database: DatabaseSchema) {
    this.#reader = reader;
    this.#database = database;
  }

  of(table: Table): TableRules {
    let rules = this.#known.get(table);
    if (!rules) {
      const triggers = this.#database.triggers.filter(
        (t) => t.schema === table.schema && sameName(t.table, table.name),
      );
      // What a trigger adds or removes before the rule is looked at cannot be foreseen.
      const before = triggers.some(({ sql: text }) => /\bbefore\b/i.test(text ?? "before"));
      const conflict = /\bon\s+conflict\b/i.test(table.sql ?? "");
      rules = {
        checks: checksOf(table),
        uniques: this.#uniquesOf(table),
        uniquesRefuse: !before && !conflict,
        foreign: triggers.length > 0 ? [] : this.#foreignOf(table),
        faults: table.foreignKeys.flatMap((key) => {
          const fault = keyFault(this.#database, table, key);
          return fault ? [{ key, fault }] : [];
        }),
      };
      this.#known.set(table, rules);
    }
    return rules;
  }

  /** Indexes that were made by statements of their own: an expression in one can fail for a row. */
  statements(table: Table): string[] {
    return this.#indexesOf(table).flatMap((index) => index.sql ?? []);
  }

  #indexesOf(table: Table): Index[] {
    return this.#database.indexes.filter((i) => i.schema === table.schema && sameName(i.table, table.name));
  }

  #uniquesOf(table: Table): UniqueRule[] {
    let rules = this.#uniques.get(table);
    if (!rules) {
      rules = this.#indexesOf(table).flatMap((index) => (index.unique ? this.#uniqueOf(table, index) : []));
      const rowid = rowidColumn(table);
      if (rowid !== null) rules.unshift(makeUnique(table, [rowid], ["BINARY"], null, true));
      rules = rules.filter((rule) => this.#isCheap(rule));
      this.#uniques.set(table, rules);
    }
    return rules;
  }

  #uniqueOf(table: Table, index: Index): UniqueRule[] {
    const where = index.partial ? (readIndexDdl(index.sql ?? "")?.where ?? "") : null;
    const columns = index.columns.filter((column) => column !== null);
    if (columns.length < index.columns.length || where === "") return [];
    const collations = this.#reader
      .query({
        sql: `SELECT coll FROM pragma_index_xinfo(?, ?) WHERE "key" = 1 ORDER BY seqno`,
        parameters: [index.name, index.schema],
      })
      .rows.map(([collation]) => String(collation).toUpperCase());
    if (!collations.every((c) => c === "BINARY" || c === "NOCASE" || c === "RTRIM")) return [];
    return [makeUnique(table, columns, collations, where, false)];
  }

  /** Does an index lead to the rows? */
  #isCheap({ find, columns }: UniqueRule): boolean {
    try {
      const plan = this.#reader.query({ sql: `EXPLAIN QUERY PLAN ${find}`, parameters: columns.map(() => null) }).rows;
      return plan.every((step) => /^SEARCH /.test(String(step[3])));
    } catch {
      // A partial index with a function that is not here: the commit will say so.
      return false;
    }
  }

  #foreignOf(table: Table): ForeignRule[] {
    return table.foreignKeys.flatMap((key): ForeignRule[] => {
      const parent = this.#database.tables.find((other) => refersTo(table, key, other));
      if (!parent || parent.kind !== "table" || key.parentColumns.length !== key.columns.length) return [];
      const unique = this.#uniquesOf(parent).find(
        (rule) =>
          rule.where === null &&
          rule.columns.length === key.parentColumns.length &&
          rule.columns.every((column) => key.parentColumns.some((other) => sameName(column, other))),
      );
      if (!unique) return [];
      const affinity = ({ columns }: Table, column: string) => columns.find((c) => sameName(c.name, column))?.affinity;
      const sameAffinity = key.columns.every(
        (column, i) => affinity(table, column) === affinity(parent, key.parentColumns[i] ?? ""),
      );
      return [{ key, parent, unique, sameAffinity }];
    });
  }
}

function makeUnique(
  table: Table,
  columns: readonly string[],
  collations: readonly string[],
  where: string | null,
  isRowid: boolean,
): UniqueRule {
  const equal = columns.map((column, i) => sql`${name(column)} = ${0} collate ${sql.raw(collations[i] ?? "BINARY")}`);
  const also = where === null ? [] : [sql`(${sql.raw(`\n${where}\n`)})`];
  const query = sql`select ${sql.join(keyColumns(table).map((column) => name(column)))} from ${objectName(table)}
    where ${sql.join([...equal, ...also], sql` and `)} limit ${sql.lit(FOUND)}`;
  return { columns, collations, where, find: query.compile(compiler).sql, isRowid };
}

function checksOf(table: Table): CheckRule[] {
  const ddl = /\bcheck\b/i.test(table.sql ?? "") ? readTableDdl(table.sql ?? "") : null;
  if (!ddl) return [];
  const clauses = [...ddl.columns.flatMap((column) => column.clauses), ...ddl.constraints];
  return clauses
    .filter(({ kind }) => kind === "Check")
    .map(({ name: called, expression }) => {
      const named = [...scriptTokens(expression)].map(({ text }) => nameOf(text));
      const columns = table.columns.filter((column) => named.some((other) => sameName(other, column.name)));
      return { name: called, expression, columns: columns.map((column) => column.name) };
    });
}
