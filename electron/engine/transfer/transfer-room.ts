/** `transfer.…`: rows and values that leave Joinery as files. */
import { rmSync } from "node:fs";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { exportFormats, type ExportReport } from "../../../src-shared/model/export.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { EngineParams } from "../../../src-shared/rpc/engine-contract.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { resultFolder } from "../connection/result-file.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { asAppError } from "../engine-error.ts";
import { closeQuietly } from "../rows/close-quietly.ts";
import { namedColumn } from "../rows/comparable.ts";
import { compileRawSql } from "../rows/raw-condition.ts";
import { addRegexp } from "../rows/regexp.ts";
import { readWholeCell } from "../rows/read-cell.ts";
import { RowReader } from "../rows/row-reader.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { exportQuery, exportRows } from "./export-rows.ts";
import { PartFile } from "./part-file.ts";
import { forgetTicket, type Target, targetOf } from "./ticket.ts";

/** Bytes that are written between two rests. */
const PIECE = 8 * 1024 * 1024;

/** Gives work the file, which takes its place when the work is done, and goes when that fails. */
type IntoFile<T> = (work: (file: PartFile) => Promise<T>) => Promise<T>;

/** Where rows of a table are: in the user's database, or in the file of a result. */
export interface TableHome {
  readonly connections: Connections;
  readonly schema: SchemaRoom;
  /** The table's name there. */
  readonly table: ObjectName;
}

/** Opens the room. `homeOf` throws an AppError for what is not there any more. */
export function openTransferRoom(homeOf: (table: ObjectName) => TableHome, options: EngineOptions): Room<"transfer"> {
  const folder = resultFolder(options);
  const running = new Map<string, { stopped: boolean }>();

  /** Writes the file of a ticket, which is used up by that; `check` throws when it was given up. */
  async function writing<T extends object>(
    { ticket, table }: { ticket: string; table: ObjectName },
    work: (home: TableHome, intoFile: IntoFile<T>, check: () => void) => Promise<T>,
  ): Promise<T> {
    const target = targetOf(folder, ticket);
    const state = { stopped: false };
    running.set(ticket, state);
    let database: string | null = null;
    try {
      const home = homeOf(table);
      database = home.connections.realPath;
      const check = () => {
        if (state.stopped) throw givenUp();
      };
      return await work(home, (write) => intoFile(target, write), check);
    } catch (thrown) {
      throw fileError(thrown, target, database, table.name);
    } finally {
      running.delete(ticket);
      forgetTicket(folder, ticket);
    }
  }

  const exportTo = ({ ticket, source, spans, columns, options: how }: EngineParams<"transfer.exportRows">) =>
    writing<ExportReport>({ ticket, table: source.table }, async (home, intoFile, check) => {
      const { connections } = home;
      const reader = new RowReader(connections);
      const shape = reader.shape(home.schema.table(home.table));
      compileRawSql(reader.connection, shape, source.filter);
      const isComputed = ({ name }: { name: string }) => namedColumn(shape, name).error === undefined;
      const leftOut = columns.filter((column) => !isComputed(column)).map(({ name }) => name);
      // With nothing else to write, the reason is thrown.
      const written = leftOut.length < columns.length ? columns.filter(isComputed) : columns;
      const query = exportQuery(
        shape,
        source,
        written.map((column) => column.name),
        spans,
      );
      const connection = ownConnection(connections);
      try {
        addRegexp(connection);
        const report = await intoFile((file) =>
          exportRows(
            connection,
            query,
            written.map(({ title }) => title),
            exportFormats[how.format].writer(how),
            file,
            {
              spans,
              check,
              progress: (report) => options.emit({ name: "transfer.progress", data: { ticket, ...report } }),
            },
          ),
        );
        return leftOut.length > 0 ? { ...report, leftOut } : report;
      } finally {
        if (connection !== connections.reader()) closeQuietly(connection);
      }
    });

  const saveValue = ({ ticket, table, key, column }: EngineParams<"transfer.saveValue">) =>
    writing<{ bytes: number }>({ ticket, table }, ({ connections, schema, table: own }, intoFile, check) => {
      const reader = new RowReader(connections);
      const shape = reader.shape(schema.table(own));
      return intoFile(async (file) => {
        const data = reader.connection.snapshot(() => readWholeCell(reader, shape, { key, column }));
        for (let at = 0; at < data.length; at += PIECE) {
          file.writeBytes(data.subarray(at, at + PIECE));
          // Here it hears that it is given up.
          await new Promise((resolve) => setImmediate(resolve));
          check();
        }
        return { bytes: data.length };
      });
    });

  return {
    handlers: {
      "transfer.exportRows": exportTo,
      "transfer.saveValue": saveValue,
      "transfer.giveUp": ({ ticket }) => {
        const state = running.get(ticket);
        if (state) state.stopped = true;
        else discardOf(folder, ticket);
        return undefined;
      },
    },
    close() {
      for (const state of running.values()) state.stopped = true;
    },
  };
}

/** A database in memory has one connection only. */
function ownConnection(connections: Connections): Connection {
  return connections.realPath === null ? connections.reader() : connections.another();
}

async function intoFile<T extends object>(target: Target, work: (file: PartFile) => Promise<T>): Promise<T> {
  const file = new PartFile(target);
  let whole = false;
  try {
    const report = await work(file);
    file.finish();
    whole = true;
    return { ...report, bytes: file.bytes };
  } finally {
    if (!whole) file.discard();
  }
}

/** What a process that was ended left beside the file. */
function discardOf(folder: string, ticket: string): void {
  try {
    rmSync(targetOf(folder, ticket).part, { force: true });
  } catch {
    // The ticket is used up: there is nothing left of it.
  }
  forgetTicket(folder, ticket);
}

function givenUp(): AppError {
  return new AppError({
    code: "engine.stopped",
    message: "Writing the file was stopped; no file was written.",
    next: "Begin again if you still need it.",
  });
}

/** What the file system refused is said of the file that was to be written, the rest of the rows. */
function fileError(thrown: unknown, { path }: Target, database: string | null, object: string): unknown {
  const code = (thrown as { code?: unknown }).code;
  const isFile = typeof code === "string" && /^E[A-Z]+$/.test(code);
  return isFile ? asAppError(thrown, { path }) : asAppError(thrown, { path: database, object });
}
