/**
 * A database in memory with the schema of the user's file and none of its rows: a plan is tried there, statement by statement,
 * so that SQLite itself says what each operation does to all other objects before the file is touched.
 */
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { Connection } from "../connection/connection.ts";
import { openConnection } from "../connection/open-connection.ts";
import { listStored, type StoredObject } from "../schema/object-list.ts";
import { readSchema } from "../schema/read-schema.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { type ObjectHealth, readHealth } from "./broken-objects.ts";
import { refusal } from "./refusal.ts";
import type { SchemaPart } from "./schema-map.ts";
import { writesSchema } from "./statements.ts";

export interface ScratchSource {
  readonly reader: Connection;
  readonly schema: DatabaseSchema;
  /** Other texts than the stored ones, by `type name`. */
  readonly texts?: ReadonlyMap<string, string>;
  /** What is copied of the schema; not given: all of it. */
  readonly part?: SchemaPart;
}

export class Scratch {
  readonly connection: Connection;
  /** What SQLite reads but would not make again, by folded name, with its words for why. */
  readonly unmakeable = new Map<string, string>();
  #schema: DatabaseSchema | null = null;
  readonly #version: number;
  #readsAnew = false;
  /** Is this the folded name of a table that the database has and this copy has not? */
  readonly #isElsewhere: (name: string) => boolean;

  /** An empty one, or one with the schema of a database. */
  constructor(source: ScratchSource | null) {
    this.connection = openConnection(null, "write");
    this.connection.pragma("foreign_keys = OFF");
    this.#version = source?.schema.version ?? 0;
    if (source) this.#copy(source);
    const copied = new Set(this.stored().map(({ name }) => foldName(name)));
    const part = source?.part;
    this.#isElsewhere = (name) => part !== undefined && !copied.has(name) && part.exists(name);
    this.connection.db.exec("SAVEPOINT base");
  }

  #copy({ reader, schema, texts, part }: ScratchSource): void {
    const stored = listStored(reader).filter((object) => object.schema === "main");
    const objects = stored.map((object) => ({
      ...object,
      sql: texts?.get(`${object.type} ${object.name}`) ?? object.sql,
    }));
    for (const name of ["encoding", "user_version", "application_id"]) {
      this.connection.pragma(`${name} = '${String(reader.pragma(name)[0]?.[0])}'`);
    }
    const unasked = new Set(
      schema.tables.filter(({ kind }) => kind === "shadow" || kind === "system").map(({ name }) => foldName(name)),
    );
    let waiting = objects.filter(
      (object) => object.sql !== null && !unasked.has(foldName(object.name)) && (part?.has(object) ?? true),
    );
    // A table that was made anew stands behind the views on it: what cannot be made yet is tried again after the others.
    for (;;) {
      const failed = waiting.filter((object) => !this.#make(object));
      if (failed.length === waiting.length) break;
      waiting = failed;
    }
    if (waiting.length > 0) {
      this.#plant(
        waiting.filter(({ type }) => type === "table" || type === "index"),
        objects,
      );
      // What stands on them can be made now.
      const left = waiting.filter(
        (object) => object.type !== "table" && object.type !== "index" && !this.#make(object),
      );
      if (left.length > 0) this.#plant(left, objects);
    }
    this.#copyStatistics(objects);
    this.#copySequence(objects);
  }

  #make({ name, sql }: StoredObject): boolean {
    try {
      this.connection.run({ sql: sql as string, parameters: [] });
      this.unmakeable.delete(foldName(name));
      return true;
    } catch (thrown) {
      // Decision D4: one object that SQLite would not make again must not be in the way of changing others.
      this.unmakeable.set(foldName(name), thrown instanceof Error ? thrown.message : String(thrown));
      return false;
    }
  }

  /**
   * Puts texts that SQLite does not accept in a CREATE any more (an unknown function, a text in double quotes) where it only
   * reads them, as it does in the file: something is made under the name, and its stored text is exchanged.
   */
  #plant(waiting: readonly StoredObject[], objects: readonly StoredObject[]): void {
    const { connection } = this;
    const texts: StoredObject[] = [];
    for (const object of waiting) {
      const name = quoteName(object.name);
      const own = objects.filter((o) => o.type === "index" && o.sql === null && sameName(o.table, object.name));
      if (object.type === "table") {
        const options = /\)([^)]*)$/.exec(object.sql ?? "")?.[1] ?? "";
        const withoutRowid = /\bWITHOUT\s+ROWID\b/i.test(options) ? " WITHOUT ROWID" : "";
        connection.db.exec(`CREATE TABLE ${name} (joinery_planted PRIMARY KEY)${withoutRowid}`);
        // That made an index of its own; the ones the text asks for take their places.
        for (const [i] of own.entries())
          connection.db.exec(`CREATE INDEX "joinery_planted_${texts.length}_${i}" ON ${name} (joinery_planted)`);
      } else if (object.type === "index") {
        const columns = connection.pragma(`table_xinfo(${quoteName(object.table)})`);
        if (columns.length === 0) continue;
        connection.db.exec(
          `CREATE INDEX ${name} ON ${quoteName(object.table)} (${quoteName(String(columns[0]?.[1]))})`,
        );
      } else if (object.type === "trigger") {
        const isView = objects.some((o) => o.type === "view" && sameName(o.name, object.table));
        connection.db.exec(
          `CREATE TRIGGER ${name} ${isView ? "INSTEAD OF" : "AFTER"} DELETE ON ${quoteName(object.table)} BEGIN SELECT 1; END`,
        );
      } else continue;
      texts.push(object);
    }
    connection.db.unsafeMode(true);
    connection.pragma("writable_schema = ON");
    const run = (sql: string, ...parameters: (string | null)[]) => connection.run({ sql, parameters });
    for (const [place, { type, name, sql }] of texts.entries()) {
      const isVirtual = /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? "");
      if (type === "table") {
        run("DELETE FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NULL", name);
        const own = objects.filter((o) => o.type === "index" && o.sql === null && sameName(o.table, name));
        for (const [i, index] of own.entries())
          run(
            "UPDATE sqlite_schema SET name = ?, sql = NULL WHERE name = ?",
            index.name,
            `joinery_planted_${place}_${i}`,
          );
      }
      run(
        `UPDATE sqlite_schema SET sql = ?${isVirtual ? ", rootpage = 0" : ""} WHERE type = ? AND name = ?`,
        sql,
        type,
        name,
      );
    }
    connection.pragma("writable_schema = RESET");
    connection.db.unsafeMode(false);
  }

  /** The same tables of statistics; what is in them does not matter. */
  #copyStatistics(objects: readonly StoredObject[]): void {
    const names = objects.map(({ name }) => foldName(name)).filter((name) => name.startsWith("sqlite_stat"));
    if (names.length === 0) return;
    const { db } = this.connection;
    db.exec(
      "CREATE TABLE joinery_statistics (x); CREATE INDEX joinery_statistics_x ON joinery_statistics (x); INSERT INTO joinery_statistics VALUES (1)",
    );
    db.exec("ANALYZE joinery_statistics; DROP TABLE joinery_statistics");
    const made = this.stored().filter(({ name }) => name.startsWith("sqlite_stat"));
    for (const { name } of made) if (!names.includes(name)) db.exec(`DROP TABLE ${name}`);
  }

  /** SQLite makes the table of sequences with the first AUTOINCREMENT, and leaves it. */
  #copySequence(objects: readonly StoredObject[]): void {
    if (!objects.some(({ name }) => name === "sqlite_sequence")) return;
    this.connection.db.exec(
      "CREATE TABLE joinery_sequence (x INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE joinery_sequence",
    );
  }

  /** What does not work in it. */
  health(): ObjectHealth {
    return readHealth(this.connection, true, this.#isElsewhere);
  }

  /** Runs statements; all or none of them. Throws SqliteError. */
  run(statements: readonly string[]): void {
    this.#schema = null;
    const unsafe = statements.some(writesSchema);
    this.#readsAnew ||= unsafe;
    this.connection.db.exec("SAVEPOINT step");
    try {
      if (unsafe) this.connection.db.unsafeMode(true);
      for (const sql of statements) this.connection.run({ sql, parameters: [] });
      this.connection.db.exec("RELEASE step");
    } catch (thrown) {
      this.connection.db.exec("ROLLBACK TO step; RELEASE step");
      this.connection.pragma("legacy_alter_table = OFF");
      if (unsafe) this.connection.pragma("writable_schema = RESET");
      throw thrown;
    } finally {
      if (unsafe) this.connection.db.unsafeMode(false);
    }
  }

  /** Once stored texts were read anew inside a savepoint, SQLite does not notice that going back changes them again. */
  #readAnew(): void {
    if (this.#readsAnew) this.connection.pragma("writable_schema = RESET");
  }

  /** The schema as it was at first. */
  backToBase(): void {
    this.#schema = null;
    this.connection.db.exec("ROLLBACK TO base");
    this.#readAnew();
  }

  /** Remembers the schema as it is, until `forgetMark`. */
  mark(): void {
    this.connection.db.exec("SAVEPOINT mark");
  }

  /** The schema as it was at the mark, which stays. */
  backToMark(): void {
    this.#schema = null;
    this.connection.db.exec("ROLLBACK TO mark");
    this.#readAnew();
  }

  forgetMark(): void {
    this.connection.db.exec("RELEASE mark");
  }

  /** What statements make of the schema, without leaving it so. Throws SqliteError. */
  look<T>(statements: readonly string[], look: () => T): T {
    // It is the same afterwards, so it need not be read again.
    const known = this.#schema;
    this.connection.db.exec("SAVEPOINT look");
    try {
      this.run(statements);
      return look();
    } finally {
      this.connection.db.exec("ROLLBACK TO look; RELEASE look");
      this.#readAnew();
      this.#schema = known;
    }
  }

  /** The schema as it is after the steps so far. */
  read(): DatabaseSchema {
    if (this.#schema) return this.#schema;
    const { tables, indexes, triggers } = readSchema(this.connection);
    const own = <T extends { schema: string }>(objects: T[]) => objects.filter(({ schema }) => schema === "main");
    this.#schema = { version: this.#version, tables: own(tables), indexes: own(indexes), triggers: own(triggers) };
    return this.#schema;
  }

  /** The stored objects, in the order they were made. */
  stored(): StoredObject[] {
    return listStored(this.connection).filter((object) => object.schema === "main");
  }

  /** Own indexes and triggers of a table, in their order. */
  own(table: string, type: "index" | "trigger"): StoredObject[] {
    return this.stored().filter((o) => o.type === type && o.sql !== null && sameName(o.table, table));
  }

  /** A table that can be changed. Throws a refusal that says why it cannot. */
  table(name: string): Table {
    const table = this.read().tables.find((t) => sameName(t.name, name));
    if (table?.kind === "table") return table;
    if (!table) throw refusal(`There is no table “${name}”.`, "Look at the list of tables and correct the operation.");
    const words = {
      view: "is a view",
      virtual: "is a virtual table",
      shadow: "belongs to a virtual table",
      system: "is SQLite's own",
    };
    throw refusal(
      `“${name}” ${words[table.kind]} and cannot be changed as a table.`,
      table.kind === "view" ? "Give it a new text (redefineView)." : "Drop it and create it anew instead.",
    );
  }

  /** A name no object has, here or in the file. */
  freeName(): string {
    const taken = new Set(this.stored().map(({ name }) => foldName(name)));
    for (let i = 1; ; i++) if (!taken.has(`joinery_new_${i}`)) return `joinery_new_${i}`;
  }

  close(): void {
    this.connection.close();
  }
}
