/** A console room on a database of its own, and the events it told. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connections, openConnections } from "../../../electron/engine/connection/connections.ts";
import { openConsoleRoom } from "../../../electron/engine/console/console-room.ts";
import type { EngineOptions } from "../../../electron/engine/engine-context.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { RunReport, StatementReport } from "../../../src-shared/model/console.ts";
import type { Parameter } from "../../../src-shared/model/parameter.ts";
import type { EngineParams } from "../../../src-shared/rpc/engine-contract.ts";
import type { EngineEvent } from "../../../src-shared/rpc/engine-events.ts";

export interface ConsoleFixture {
  readonly handlers: ReturnType<typeof openConsoleRoom>["handlers"];
  readonly connections: Connections;
  readonly events: EngineEvent[];
  /** Absolute path of the database file. */
  readonly file: string;
  readonly scratchFolder: string;
  /** Runs a script under a fresh id and gives its report. */
  run(sql: string, parameters?: Parameter[], how?: Partial<EngineParams<"console.run">>): Promise<RunReport>;
  /** Up to 1,000 rows of a statement of the last run. */
  rows(statement?: number): Promise<Cell[][]>;
  /** Asks SQLite directly, on another connection. */
  ask(sql: string): unknown[][];
  /** Settles with the next event that is so. */
  when(isSo: (event: EngineEvent) => boolean): Promise<void>;
  close(): void;
}

/** Opens a new file database in a temporary folder, or again the file of another fixture. */
export function openConsole(
  options: { readOnly?: boolean; file?: string; journalFolder?: string; onEvent?: (event: EngineEvent) => void } = {},
): ConsoleFixture {
  const folder = mkdtempSync(join(tmpdir(), "joinery-console-"));
  const file = options.file ?? join(folder, "test.db");
  const events: EngineEvent[] = [];
  const waiters = new Set<{ isSo: (event: EngineEvent) => boolean; settle: () => void }>();
  const scratchFolder = join(folder, "scratch");
  const engineOptions: EngineOptions = {
    source: { kind: "file", path: file, readOnly: options.readOnly ?? false, create: true },
    journalFolder: options.journalFolder ?? null,
    scratchFolder,
    emit: (event) => {
      events.push(event);
      options.onEvent?.(event);
      for (const waiting of waiters) if (waiting.isSo(event)) waiting.settle();
    },
  };
  const connections = openConnections(engineOptions);
  const room = openConsoleRoom(connections, engineOptions);
  let runs = 0;
  return {
    handlers: room.handlers,
    connections,
    events,
    file,
    scratchFolder,
    run: async (sql, parameters, how) =>
      room.handlers["console.run"]({ runId: `run-${++runs}`, sql, parameters, outside: true, ...how }),
    async rows(statement = 0) {
      return (await room.handlers["console.readRows"]({ runId: `run-${runs}`, statement, offset: 0, limit: 1000 }))
        .rows;
    },
    ask: (sql) => connections.reader().query({ sql, parameters: [] }).rows,
    when: (isSo) =>
      new Promise((resolve) => {
        const waiting = {
          isSo,
          settle: () => {
            waiters.delete(waiting);
            resolve();
          },
        };
        waiters.add(waiting);
      }),
    close() {
      room.close();
      connections.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** State of each statement, in order. */
export function states(report: RunReport): StatementReport["state"][] {
  return report.statements.map(({ state }) => state);
}

/** The error of the statement that failed. */
export function errorOf(report: RunReport): NonNullable<StatementReport["error"]> {
  const error = report.statements.find(({ state }) => state === "failed")?.error;
  if (!error) throw new Error("No statement failed");
  return error;
}
