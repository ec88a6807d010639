/** What fields of the form make of a table, by the real engine. */
import { describe, expect, it } from "vitest";
import type { Gesture } from "../../../renderer/features/model-editor/draft/gesture.ts";
import type {
  ColumnFacts,
  ConstraintFacts,
  KeyFacts,
} from "../../../renderer/features/model-editor/form/table-facts.ts";
import { tableMarks } from "../../../renderer/features/model-editor/draft/table-marks.ts";
import * as gestures from "../../../renderer/features/model-editor/form/table-gestures.ts";
import { writeTerm } from "../../../src-shared/sql/ddl/key-term.ts";
import { draftFile, openDraft } from "./open-draft.ts";

const sql = `CREATE TABLE makers(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE t(
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number
    a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE, -- a word
    b INT CHECK (b > 0) UNIQUE,
    maker INTEGER REFERENCES makers(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    g TEXT GENERATED ALWAYS AS (a || 'x') STORED,
    CONSTRAINT long CHECK (length(a) < 100)
  );
  CREATE INDEX on_b ON t(b DESC) WHERE b > 1;
  CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END`;

async function opened() {
  const own = await openDraft(draftFile(sql));
  const take = async (gesture: Gesture | null) => {
    expect(gesture).not.toBeNull();
    expect([gesture && (await own.draft.add(gesture)), own.state().refused?.error.message]).toEqual([true, undefined]);
    return own.facts("t");
  };
  const column = (name: string) => {
    const found = own.facts("t").columns.find((c) => c.column.name === name);
    if (!found) throw new Error(`no column ${name}`);
    return found;
  };
  return { ...own, take, column };
}

describe("facts of a table", () => {
  it("are what the form shows", async () => {
    const { facts, column } = await opened();
    expect(column("id")).toMatchObject({ rowid: true, comment: "the number", unique: false });
    expect(column("a")).toMatchObject({ collation: "NOCASE", comment: "a word", check: "" });
    expect(column("b")).toMatchObject({ check: "b > 0", unique: true });
    expect(column("g").generated).toEqual({ expression: "a || 'x'", kind: "stored" });
    expect(column("maker").foreignKey).toMatchObject({ deferrable: "DEFERRABLE INITIALLY DEFERRED", name: null });
    const all = facts("t");
    expect(all.primaryKey).toMatchObject({ columns: [{ name: "id", descending: false }], autoincrement: true });
    expect(all.constraints.map(({ kind, name }) => [kind, name])).toEqual([
      ["PRIMARY KEY", null],
      ["CHECK", null],
      ["UNIQUE", null],
      ["CHECK", "long"],
    ]);
    expect(all.indexes.map(({ name }) => name)).toEqual(["on_b"]);
    expect(all.triggers.map(({ name }) => name)).toEqual(["tr"]);
  });
});

describe("fields of the form", () => {
  it("change a column's clauses one by one", async () => {
    const { take, column } = await opened();
    await take(gestures.changeColumn("t", "a", { type: "VARCHAR(20)" }, "Type"));
    await take(gestures.changeColumn("t", "a", { notNull: false }, "NOT NULL"));
    await take(gestures.changeColumn("t", "a", { default: "upper('y')" }, "Default"));
    await take(gestures.changeColumn("t", "a", { collation: null }, "Collation"));
    await take(gestures.changeColumn("t", "a", { comment: "another word" }, "Comment"));
    await take(gestures.changeColumn("t", "b", { check: "b < 9" }, "CHECK"));
    expect(column("a")).toMatchObject({
      column: { type: "VARCHAR(20)", notNull: false, defaultSql: "upper('y')" },
      collation: "",
      comment: "another word",
    });
    expect(column("b").check).toBe("b < 9");
  });

  it("put columns into the primary key and take them out", async () => {
    const { take, facts, column } = await opened();
    await take(gestures.setAutoincrement(facts("t"), false));
    expect(facts("t").table.autoincrement).toBe(false);
    const both = await take(gestures.setInKey(facts("t"), column("a"), true));
    expect(both.primaryKey?.columns.map(({ name }) => name)).toEqual(["id", "a"]);
    const none = await take(
      gestures.setInKey(await take(gestures.setInKey(both, column("id"), false)), column("a"), false),
    );
    expect(none.primaryKey).toBeNull();
  });

  it("move, drop and add columns, with what hangs on them", async () => {
    const { take, facts } = await opened();
    const moved = await take(gestures.moveColumn(facts("t"), "b", 0));
    expect(moved.columns[0]?.column.name).toBe("b");
    const back = await take(gestures.moveColumn(moved, "b", 4));
    expect(back.columns.map((c) => c.column.name)).toEqual(["id", "a", "maker", "g", "b"]);
    await take(gestures.dropColumn(facts("t"), "maker"));
    await take(gestures.addColumn("t", "extra", "extra"));
    const dropped = await take(gestures.dropColumn(facts("t"), "b"));
    expect(dropped.indexes).toEqual([]);
    expect(dropped.columns.map((c) => c.column.name)).toEqual(["id", "a", "g", "extra"]);
  });

  it("make, change and drop foreign keys and constraints", { timeout: 60_000 }, async () => {
    const { take, facts, column } = await opened();
    const key = column("maker").foreignKey;
    const changed = await take(
      gestures.setForeignKey({ table: "t", columns: ["maker"], parentTable: "makers", onDelete: "SET NULL" }, key),
    );
    expect(changed.foreignKeys).toMatchObject([{ key: { onDelete: "SET NULL" }, deferrable: null }]);
    await take(gestures.dropForeignKey("t", changed.foreignKeys[0] as NonNullable<typeof key>));
    expect(facts("t").foreignKeys).toEqual([]);
    await take(gestures.addUnique("t", "pair", ["a", "b"], "REPLACE"));
    await take(gestures.addCheck("t", "", "b <> 7"));
    const long = facts("t").constraints.find(({ name }) => name === "long");
    await take(long ? gestures.renameConstraint("t", long, "short") : null);
    const named = facts("t").constraints.filter(({ name }) => name !== null);
    expect(named.map(({ name, conflict }) => [name, conflict])).toEqual([
      ["short", null],
      ["pair", "REPLACE"],
    ]);
    const all = () => facts("t").constraints;
    const one = (kind: string, name: string | null) => {
      const found = all().find((c) => c.kind === kind && c.name === name);
      if (!found) throw new Error(`no ${kind} ${name}`);
      return found;
    };
    await take(gestures.redefineConstraint("t", one("UNIQUE", "pair"), { columns: ["b", "a"], conflict: "IGNORE" }));
    await take(gestures.redefineConstraint("t", one("CHECK", "short"), { expression: "length(a) < 50" }));
    await take(gestures.redefineConstraint("t", one("UNIQUE", null), { name: "one_b" }));
    await take(gestures.redefineConstraint("t", one("PRIMARY KEY", null), { columns: ["id DESC", "a"], name: "pk" }));
    expect(all().find(({ name }) => name === "pair")).toMatchObject({ columns: ["b", "a"], conflict: "IGNORE" });
    expect(one("CHECK", "short").expression).toBe("length(a) < 50");
    expect(one("UNIQUE", "one_b").columns).toEqual(["b"]);
    expect(facts("t").primaryKey?.columns).toMatchObject([
      { name: "id", descending: true },
      { name: "a", descending: false },
    ]);
    for (const constraint of facts("t").constraints) await take(gestures.dropConstraint("t", constraint));
    expect(facts("t").constraints).toEqual([]);
  });

  it("change the rule of their line, of two with one name or the same columns", async () => {
    const own = await openDraft(
      draftFile(`CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE q(id INTEGER PRIMARY KEY);
        CREATE TABLE t( -- the catalogue
          x INT REFERENCES p(id) REFERENCES q(id) DEFERRABLE INITIALLY DEFERRED,
          y TEXT CHECK (y > 1) CHECK (y > 2),
          CONSTRAINT k CHECK (x > 1), CONSTRAINT k UNIQUE (x, y COLLATE NOCASE DESC),
          PRIMARY KEY (y COLLATE RTRIM))`),
    );
    const facts = () => own.facts("t");
    expect(facts().ddl?.comment?.text).toBe("the catalogue");
    expect(facts().foreignKeys).toMatchObject([
      { key: { parentTable: "p" }, deferrable: null, rule: { column: "x", sql: "REFERENCES p(id)" } },
      { key: { parentTable: "q" }, deferrable: "DEFERRABLE INITIALLY DEFERRED" },
    ]);
    const [check, unique, pk] = facts().constraints.slice(2) as [ConstraintFacts, ConstraintFacts, ConstraintFacts];
    const [first, second] = facts().columns as [ColumnFacts, ColumnFacts];
    const [, key] = facts().foreignKeys as [KeyFacts, KeyFacts];
    expect([check.kind, unique.kind, pk.kind]).toEqual(["CHECK", "UNIQUE", "PRIMARY KEY"]);
    const gestureOf = [
      gestures.dropForeignKey("t", key),
      gestures.redefineConstraint("t", unique, { conflict: "IGNORE" }),
      gestures.setInKey(facts(), first, true),
      gestures.changeColumn("t", "y", { check: "y > 0", rule: second.checkRule ?? undefined }, "CHECK"),
    ];
    for (const gesture of gestureOf) expect([await own.draft.add(gesture), own.state().refused]).toEqual([true, null]);
    expect(facts().ddl?.sql).toContain("x INT REFERENCES p(id),");
    expect(facts().ddl?.sql).toContain("y TEXT CHECK (y > 0) CHECK (y > 2)");
    expect(
      facts()
        .constraints.slice(2)
        .map(({ terms }) => terms.map(writeTerm)),
    ).toEqual([[], ["x", "y COLLATE NOCASE DESC"], ["y COLLATE RTRIM", "x"]]);
    expect(facts().constraints[3]?.conflict).toBe("IGNORE");
  });

  it("of an index are one piece each", async () => {
    const { draft, state, facts } = await opened();
    const refused = async (columns: string, where: string) => {
      const gesture = gestures.createIndex("t", "i", { unique: false, columns, where });
      return [await draft.add(gesture), state().refused?.error.message];
    };
    expect(await refused("a) WHERE (b > 1", "")).toEqual([false, expect.stringContaining("not a list of columns")]);
    expect(await refused("a, ", "")).toEqual([false, expect.stringContaining("not a list of columns")]);
    expect(await refused("a", "b > 1; DROP TABLE t")).toEqual([false, expect.stringContaining("not one condition")]);
    expect(await refused("lower(a), b DESC", "b IN (1, 2)")).toEqual([true, undefined]);
    const redefined = gestures.redefineIndex("t", "i", { unique: false, columns: "a -- ", where: "1) AND (1" });
    expect([await draft.add(redefined), facts("t").indexes.length]).toEqual([false, 2]);
  });

  it("are told in the list of tables", async () => {
    const { take, draft, state, schema } = await opened();
    await take(gestures.addColumn("t", "extra", "extra"));
    await draft.add({ label: "n", operations: [{ op: "createTable", sql: "CREATE TABLE n(x)" }] });
    await draft.add(gestures.renameTable("makers", "firms"));
    const marks = () => tableMarks(state().base ?? schema(), schema(), state().settled);
    expect([...marks().marks].sort()).toEqual([
      ["firms", "renamed"],
      ["n", "new"],
      ["t", "changed"],
    ]);
    await draft.add(gestures.dropTable("t"));
    expect(marks().dropped).toEqual(["t"]);
  });
});
