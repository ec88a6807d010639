/**
 * `rows.…` questions about results of the console. A result is in a file of ours (console/spill-file.ts), and that file is
 * read, sorted, filtered and added up by the same room as the user's database, so nothing about rows is written twice.
 */
import { existsSync } from "node:fs";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { isResultTable, resultOfTable } from "../../../src-shared/model/result-table.ts";
import { type Connections, openConnections } from "../connection/connections.ts";
import { resultFile, resultFolder } from "../connection/result-file.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { openRowsRoom } from "../rows/rows-room.ts";
import { openSchemaRoom, type SchemaRoom } from "../schema/schema-room.ts";

/** Results that stay open in one process. */
const OPEN = 6;
/** How often it is looked whether a result was given up meanwhile, in milliseconds. */
const SWEEP_MS = 2000;

type RowsRoom = Room<"rows">;
type Question = (params: unknown) => unknown;

interface OpenResult {
  readonly path: string;
  readonly connections: Connections;
  readonly schema: SchemaRoom;
  readonly rows: RowsRoom;
  close(): void;
}

export interface Results {
  /** The rows room of a result. Throws an AppError when its rows are not kept any more. */
  rows(table: ObjectName): RowsRoom;
  /** Where its rows are, by their name there. Throws the same. */
  home(table: ObjectName): { connections: Connections; schema: SchemaRoom; table: ObjectName };
  close(): void;
}

/** The results of a database that this process has open, opened when first asked for. */
export function openResults(options: EngineOptions): Results {
  const open = new Map<string, OpenResult>();
  let sweeping: ReturnType<typeof setInterval> | undefined;

  const leave = (name: string): void => {
    open.get(name)?.close();
    open.delete(name);
    if (open.size === 0) clearInterval(sweeping);
  };
  // A file that is gone takes up its space until nobody has it open; and Windows does not let it go before that.
  const sweep = (): void => {
    for (const [name, { path }] of open) if (!existsSync(path)) leave(name);
  };
  const find = (table: ObjectName): OpenResult => {
    const known = open.get(table.name) ?? openResult(table, options);
    if (open.size === 0) {
      sweeping = setInterval(sweep, SWEEP_MS);
      sweeping.unref();
    }
    // Used last stands last.
    open.delete(table.name);
    open.set(table.name, known);
    for (const oldest of [...open.keys()].slice(0, -OPEN)) leave(oldest);
    return known;
  };
  return {
    rows: (table) => find(table).rows,
    home(table) {
      const { connections, schema } = find(table);
      return { connections, schema, table: inMainSchema(table) };
    },
    close() {
      for (const name of open.keys()) leave(name);
    },
  };
}

/** The rows room of a database, which answers for its results too. */
export function withResults(rows: RowsRoom, results: Results): RowsRoom {
  const questions = Object.keys(rows.handlers) as (keyof RowsRoom["handlers"])[];
  const handlers = Object.fromEntries(
    questions.map((name) => {
      const own = rows.handlers[name] as Question;
      const routed: Question = (params) => {
        const table = tableOf(params);
        if (!table || !isResultTable(table)) return own(params);
        return (results.rows(table).handlers[name] as Question)(inMain(params));
      };
      return [name, routed];
    }),
  );
  return {
    handlers: handlers as RowsRoom["handlers"],
    close() {
      results.close();
      rows.close();
    },
  };
}

interface AboutTable {
  readonly table?: ObjectName;
  readonly source?: { readonly table: ObjectName };
}

/** The table that a question is about, if it is about one. */
function tableOf(params: unknown): ObjectName | undefined {
  const { source, table } = (params ?? {}) as AboutTable;
  return source?.table ?? table;
}

const inMainSchema = (table: ObjectName): ObjectName => ({ ...table, schema: "main" });

/** The same question as its own file understands it. */
function inMain(params: unknown): unknown {
  const { source, table } = params as AboutTable;
  return {
    ...(params as object),
    ...(source ? { source: { ...source, table: inMainSchema(source.table) } } : {}),
    ...(table ? { table: inMainSchema(table) } : {}),
  };
}

function openResult(table: ObjectName, options: EngineOptions): OpenResult {
  const result = resultOfTable(table);
  const path = result && resultFile(resultFolder(options), result);
  if (path === null || !existsSync(path)) {
    throw new AppError({
      code: "object.missing",
      message: "The rows of this result are not kept any more.",
      next: "Run the statement again to see them.",
    });
  }
  const own: EngineOptions = {
    ...options,
    source: { kind: "file", path, readOnly: true },
    emit: (event) => {
      // What is told of its order is told of a table of results; that a file of ours changes is no news.
      if (event.name !== "rows.orderProgress" && event.name !== "rows.orderReady") return;
      options.emit({ ...event, data: { ...event.data, table } } as typeof event);
    },
  };
  const connections = openConnections(own);
  const schema = openSchemaRoom(connections);
  const rows = openRowsRoom(connections, schema, own);
  return {
    path,
    connections,
    schema,
    rows,
    close() {
      rows.close();
      connections.close();
    },
  };
}
