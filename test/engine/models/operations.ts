/** For a table, one operation of every kind that applies to it, with what each is allowed to change. */
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Asked } from "./lossless.ts";

export interface Trial {
  readonly name: string;
  readonly operations: readonly SchemaOperation[];
  readonly asked: Asked;
}

/** The trials of a table. */
export function trialsOf(schema: DatabaseSchema, table: Table): Trial[] {
  const t = table.name;
  const own = [`table ${t}`];
  const plain = table.columns.filter(({ kind }) => kind === "ordinary");
  const free = plain.filter(({ primaryKey }) => primaryKey === 0);
  const last = free.at(-1) ?? plain.at(-1);
  const autoindexes = schema.indexes
    .filter(({ origin, table: of }) => origin !== "c" && of === t)
    .map(({ name }) => `index ${name}`);
  const more = [`index sqlite_autoindex_${t}_${autoindexes.length + 1}`, ...autoindexes];
  const trials: Trial[] = [];
  const add = (name: string, operation: SchemaOperation | SchemaOperation[], asked: Asked = {}) =>
    trials.push({ name, operations: [operation].flat(), asked: { objects: own, ...asked } });
  add("identity", { op: "redefineTable", table: t, sql: table.sql ?? "" });
  add("add last", { op: "addColumn", table: t, sql: "zz TEXT DEFAULT 'n'" });
  add("add first", { op: "addColumn", table: t, sql: "zz INTEGER NOT NULL DEFAULT 5", position: "first" });
  add("add filled", { op: "addColumn", table: t, sql: "zz INTEGER NOT NULL", fill: "1 + 1" });
  add("add computed default", { op: "addColumn", table: t, sql: "zz DEFAULT (1 + 2)" });
  add("add generated", { op: "addColumn", table: t, sql: "zz AS (1) VIRTUAL" });
  add("add stored", { op: "addColumn", table: t, sql: "zz INT AS (1) STORED" });
  add(
    "rename table",
    { op: "renameTable", table: t, to: "renamed 't\"" },
    { renames: true, tables: { [t]: "renamed 't\"" }, objects: own },
  );
  add("add check", { op: "addCheck", table: t, expression: "1 = 1" });
  add("add and drop named check", [
    { op: "addCheck", table: t, name: "zz_check", expression: "2 > 1" },
    { op: "dropConstraint", table: t, name: "zz_check" },
  ]);
  add(
    "drop table",
    { op: "dropTable", table: t },
    {
      objects: [
        ...own,
        ...schema.indexes.filter((i) => i.table === t).map(({ name }) => `index ${name}`),
        ...schema.triggers.filter((tr) => tr.table === t).map(({ name }) => `trigger ${name}`),
      ],
      dropped: [t],
      sequence: true,
      statistics: true,
    },
  );
  add(
    "create index",
    { op: "createIndex", sql: `CREATE INDEX zz_index ON ${quoteName(t)} (${quoteName(plain[0]?.name ?? "")})` },
    { objects: ["index zz_index"] },
  );
  add(
    "create view",
    { op: "createView", sql: `CREATE VIEW zz_view AS SELECT * FROM ${quoteName(t)}` },
    { objects: ["view zz_view"] },
  );
  add(
    "create trigger",
    { op: "createTrigger", sql: `CREATE TRIGGER zz_trigger AFTER DELETE ON ${quoteName(t)} BEGIN SELECT 1; END` },
    { objects: ["trigger zz_trigger"] },
  );
  add(
    "create table",
    { op: "createTable", sql: "CREATE TABLE zz_table (a REFERENCES zz_table(b), b INT UNIQUE)" },
    { objects: ["table zz_table", "index sqlite_autoindex_zz_table_1"] },
  );
  add("user_version", { op: "setPragma", name: "user_version", value: 12 }, {});
  if (!table.withoutRowid) {
    add("strict", { op: "setTableOptions", table: t, strict: !table.strict, acceptLossy: false });
    add(
      "without rowid",
      { op: "setTableOptions", table: t, withoutRowid: true },
      { rowids: true, sequence: true, statistics: true, objects: [...own, ...more] },
    );
  } else {
    add(
      "with rowid",
      { op: "setTableOptions", table: t, withoutRowid: false },
      { statistics: true, objects: [...own, ...more] },
    );
  }
  if (last) {
    const c = last.name;
    const change = (name: string, what: Partial<SchemaOperation>, asked: Asked = {}) =>
      add(name, { op: "changeColumn", table: t, column: c, ...what } as SchemaOperation, asked);
    add(
      "rename column",
      { op: "renameColumn", table: t, column: c, to: 'new "name' },
      { renames: true, columns: { [t]: { [c]: 'new "name' } }, objects: own },
    );
    // Where constraints change places, SQLite numbers their indexes anew.
    const renumbered = { objects: [...own, ...more], statistics: autoindexes.length > 0 };
    add("move first", { op: "moveColumn", table: t, column: c, position: "first" }, renumbered);
    add("drop column", { op: "dropColumn", table: t, column: c }, { columns: { [t]: { [c]: null } }, ...renumbered });
    change("default", { default: "'d'" });
    change("no default", { default: null });
    change("not null", { notNull: true });
    change("nullable", { notNull: false });
    change("comment", { comment: "what it is, (really)" });
    change("check", { check: `${quoteName(c)} IS NOT 'never'` });
    change("collation", { collation: "NOCASE" });
    if (!table.strict)
      change("same affinity", {
        type: last.affinity === "text" ? "VARCHAR(99)" : last.affinity === "integer" ? "BIGINT" : last.type,
      });
    change("to text", { type: "TEXT", acceptLossy: true }, { values: { [t]: [c] } });
    add(
      "unique",
      { op: "addUnique", table: t, columns: [c], name: "zz_unique", onConflict: "REPLACE" },
      { objects: [...own, ...more], statistics: true },
    );
    add(
      "foreign key",
      [
        { op: "createTable", sql: "CREATE TABLE zz_parent (k PRIMARY KEY)" },
        {
          op: "sql",
          sql: `INSERT INTO zz_parent SELECT DISTINCT ${quoteName(c)} COLLATE BINARY FROM ${quoteName(t)} WHERE ${quoteName(c)} IS NOT NULL`,
          reverse: "DELETE FROM zz_parent",
        },
        {
          op: "addForeignKey",
          table: t,
          name: "zz_key",
          columns: [c],
          parentTable: "zz_parent",
          onDelete: "CASCADE",
          deferred: true,
        },
      ],
      { objects: [...own, "table zz_parent", "index sqlite_autoindex_zz_parent_1"] },
    );
    add(
      "foreign key to nothing",
      [
        { op: "createTable", sql: "CREATE TABLE zz_parent (k PRIMARY KEY)" },
        { op: "addForeignKey", table: t, columns: [c], parentTable: "zz_parent" },
      ],
      { objects: [...own, "table zz_parent", "index sqlite_autoindex_zz_parent_1"] },
    );
    if (free.length > 0) {
      add(
        "primary key",
        { op: "setPrimaryKey", table: t, columns: [{ name: c, descending: true }] },
        { objects: [...own, ...more], sequence: true, statistics: true },
      );
      add(
        "no primary key",
        { op: "setPrimaryKey", table: t, columns: [] },
        { objects: [...own, ...more], sequence: true, statistics: true },
      );
    }
  }
  const key = table.foreignKeys[0];
  if (key) add("drop foreign key", { op: "dropForeignKey", table: t, columns: key.columns });
  const index = schema.indexes.find(({ origin, table: of }) => origin === "c" && of === t);
  if (index) {
    add("drop index", { op: "dropIndex", name: index.name }, { objects: [`index ${index.name}`], statistics: true });
    add(
      "redefine index",
      {
        op: "redefineIndex",
        name: index.name,
        sql: `CREATE INDEX zz_index ON ${quoteName(t)} (${quoteName(plain[0]?.name ?? "")})`,
      },
      { objects: [`index ${index.name}`, "index zz_index"], statistics: true },
    );
  }
  const view = schema.tables.find(({ kind, error }) => kind === "view" && error === null);
  if (view) {
    const of = schema.triggers.filter((trigger) => trigger.table === view.name).map(({ name }) => `trigger ${name}`);
    add("drop view", { op: "dropView", name: view.name }, { objects: [`view ${view.name}`, ...of] });
    add(
      "redefine view",
      { op: "redefineView", name: view.name, sql: `${view.sql} -- again` },
      { objects: [`view ${view.name}`] },
    );
  }
  const trigger = schema.triggers.find((one) => one.table === t);
  if (trigger) {
    add("drop trigger", { op: "dropTrigger", name: trigger.name }, { objects: [`trigger ${trigger.name}`] });
    add("redefine trigger", { op: "redefineTrigger", name: trigger.name, sql: trigger.sql ?? "" });
  }
  return trials;
}
