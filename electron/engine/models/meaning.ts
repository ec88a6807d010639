/**
 * What the names, stars and places in the SQL of a view or trigger mean: which column of which table each leads to. Compared before and
 * after a change of the schema it tells what SQLite takes without a word, because the text still compiles.
 */
import {
  type CreateTriggerStmt,
  type InsertTriggerCmd,
  parseStmt,
  type Select,
  type TriggerCmd,
  type UpdateTriggerCmd,
} from "sqlite3-parser";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName } from "../schema/same-name.ts";
import { columnId, QueryReader, TooDeep } from "./meaning-queries.ts";
import { type Catalog, type Fact, type KnownTable, type Level, Levels } from "./meaning-scope.ts";

export interface Meaning {
  readonly facts: readonly Fact[];
  /** All of it; the same for two texts that do the same. */
  readonly whole: string;
  /** Of a view: its columns with what they are. */
  readonly outputs: readonly Fact[];
  /** How many names lead nowhere or to more than one place, and lists do not have as many columns as are wanted: it does not compile. */
  readonly unfit: number;
  /** The text with stars and places written out, and the names of some facts (by index) with their table; null when it cannot be. */
  pinned(facts: ReadonlySet<number>): string | null;
}

/** Null when the text is not one that the parser reads. */
export function meaningOf(sql: string, catalog: Catalog): Meaning | null {
  const root = parsed(sql);
  if (root?.type !== "CreateViewStmt" && root?.type !== "CreateTriggerStmt") return null;
  try {
    const reader = new StatementReader(new QueryReader(sql, catalog));
    return root.type === "CreateViewStmt"
      ? reader.view(
          root.select,
          root.columns?.map(({ colName }) => colName.text),
        )
      : reader.trigger(root);
  } catch (thrown) {
    if (thrown instanceof TooDeep) return null;
    throw thrown;
  }
}

/** The statement as the parser reads it; null when it does not. */
export function parsed(sql: string) {
  try {
    const result = parseStmt(sql);
    return result.status === "ok" ? result.root : null;
  } catch {
    // The parser is not SQLite.
    return null;
  }
}

/** Reads a view or a trigger. */
class StatementReader {
  readonly #reader: QueryReader;

  constructor(reader: QueryReader) {
    this.#reader = reader;
  }

  view(select: Select, columns: readonly string[] | undefined): Meaning {
    const { outputs, body } = this.#reader.select(select, Levels.none);
    if (columns && columns.length !== outputs.length) this.#reader.unfit++;
    const named = outputs.map((output, i) => {
      const name = columns?.[i] ?? output.name;
      return { id: `${foldName(name)} is ${output.id}`, words: `its column “${name}” is ${output.words}` };
    });
    return this.#meaning(body, named);
  }

  trigger({ event, tblName, whenClause, commands }: CreateTriggerStmt): Meaning {
    const table = this.#reader.catalog(tblName.objName.text);
    const rows = ["new", "old"].map((name) => this.#reader.table(name, tblName.objName.text, table));
    const levels = Levels.none.within({ sources: rows, merged: [], aliases: [], isQualified: true });
    const of =
      event.type === "UpdateOfTriggerEvent" ? event.columns.map(({ text }) => columnId(table, text)).sort() : [];
    const when = whenClause ? this.#reader.node(whenClause, levels) : "";
    const parts = commands.map((command) => this.#command(command, levels));
    return this.#meaning([table?.id, event.type, of.join(), when, ...parts].join("\n"), []);
  }

  #meaning(whole: string, outputs: readonly Fact[]): Meaning {
    return {
      facts: this.#reader.facts,
      whole,
      outputs,
      unfit: this.#reader.unfit,
      pinned: (facts) => this.#reader.pinned(facts),
    };
  }

  #command(command: TriggerCmd, levels: Levels): string {
    switch (command.type) {
      case "InsertTriggerCmd":
        return this.#insert(command, levels);
      case "UpdateTriggerCmd":
        return this.#update(command, levels);
      case "DeleteTriggerCmd": {
        const target = this.#target(command.tblName.objName.text);
        return `delete ${target.id} ${this.#reader.node(command.whereClause, levels.within(target.level))}`;
      }
      case "SelectTriggerCmd": {
        const { outputs, body } = this.#reader.select(command.select, levels);
        // What it gives goes nowhere; what it computes may raise.
        return `select ${outputs.flatMap(({ id, isStar }) => (isStar ? [] : [id])).join()} ${body}`;
      }
    }
  }

  #target(name: string): { id: string; table: KnownTable | null; level: Level } {
    const table = this.#reader.catalog(name);
    const source = this.#reader.table(name, name, table);
    return { id: table?.id ?? `?${foldName(name)}`, table, level: { sources: [source], merged: [], aliases: [] } };
  }

  #insert({ orConflict, tblName, colNames, select, upsert }: InsertTriggerCmd, levels: Levels): string {
    const name = tblName.objName.text;
    const { id, table, level } = this.#target(name);
    const { outputs, body } = this.#reader.select(select, levels);
    const all =
      table?.columns.filter(({ hidden, computed }) => !hidden && !computed).map((column) => column.name) ?? [];
    const columns = colNames?.map(({ text }) => text) ?? all;
    if (!colNames && table) {
      const end = tblName.span.offset + tblName.span.length;
      this.#reader.edits.push({ start: end, end, text: ` (${all.map(quoteName).join(", ")})` });
    }
    if (table && outputs.length !== columns.length) this.#reader.unfit++;
    // By what each column gets: in which order they stand does not matter.
    const pairs = outputs.map((output, i) => {
      const column = columns[i] ?? `column ${i + 1}`;
      const words = `“${column}” of “${name}” gets ${output.words}`;
      return this.#reader.fact(`${id}.${columnId(table, column)} gets ${output.id}`, words);
    });
    const [target] = level.sources;
    const excluded = this.#reader.table("excluded", name, table);
    const more = upsert
      ? this.#reader.node(upsert, levels.within({ ...level, sources: [...(target ? [target] : []), excluded] }))
      : "";
    return `insert ${orConflict ?? ""} ${id} ${pairs.sort().join()} ${body} ${more}`;
  }

  #update({ orConflict, tblName, sets, from, whereClause }: UpdateTriggerCmd, levels: Levels): string {
    const { id, table, level } = this.#target(tblName.objName.text);
    const scope: Level = { ...level, sources: [...level.sources], merged: [] };
    const joined = from ? this.#reader.from(scope, from, levels) : "";
    const inner = levels.within(scope);
    const parts = sets.map(({ colNames, expr }) => {
      const names = colNames.map(({ text }) => columnId(table, text));
      return `${names.join()} = ${this.#reader.node(expr, inner)}`;
    });
    return `update ${orConflict ?? ""} ${id} ${parts.join()} ${joined} ${this.#reader.node(whereClause, inner)}`;
  }
}
