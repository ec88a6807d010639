/**
 * The one door of the engine. Plain Node: the app's utility processes, the command line and the tests open the same thing.
 * Rooms open their connections when first asked, so a process that only serves one lane holds only what that lane needs.
 */
import { openConsoleRoom } from "./console/console-room.ts";
import { type Connections, openConnections } from "./connection/connections.ts";
import { openDatabaseRoom } from "./connection/database-room.ts";
import { isResultTable } from "../../src-shared/model/result-table.ts";
import type { RoomName } from "../../src-shared/rpc/engine-contract.ts";
import type { EngineOptions, Handlers, Room } from "./engine-context.ts";
import { openModelsRoom } from "./models/models-room.ts";
import { openQueriesRoom } from "./queries/queries-room.ts";
import { openResults, withResults } from "./results/result-rooms.ts";
import { openRowsRoom } from "./rows/rows-room.ts";
import { openSchemaRoom } from "./schema/schema-room.ts";
import { openTransferRoom } from "./transfer/transfer-room.ts";
import { openSessionRoom } from "./session/session-room.ts";
import { openWorkspaceRoom } from "./session/workspace-room.ts";

export interface Engine {
  readonly handlers: Handlers;
  /** Closes every connection; a transaction that is open is rolled back. Safe to call twice. */
  close(): void;
}

/**
 * Opens a database. Nothing is written to the file or beside it.
 * Throws an AppError (`file.…`) that says why it cannot be opened.
 */
export function openEngine(options: EngineOptions): Engine {
  const connections = openConnections(options);
  // From before anybody can have read anything: what is written later is told.
  if (options.watches) connections.watch.start();
  try {
    return openRooms(connections, options);
  } catch (thrown) {
    // A room that cannot open (a journal folder that cannot be written) must not leave the user's file open.
    connections.close();
    throw thrown;
  }
}

function openRooms(connections: Connections, options: EngineOptions): Engine {
  const schema = openSchemaRoom(connections);
  const results = openResults(options);
  const rooms = {
    database: openDatabaseRoom(connections),
    schema,
    rows: withResults(openRowsRoom(connections, schema, options), results),
    transfer: openTransferRoom(
      (table) => (isResultTable(table) ? results.home(table) : { connections, schema, table }),
      options,
    ),
    session: openSessionRoom(connections, schema, options),
    workspace: openWorkspaceRoom(connections, options),
    console: openConsoleRoom(connections, options),
    models: openModelsRoom(connections, schema, options),
    queries: openQueriesRoom(connections, schema),
  } satisfies { readonly [R in RoomName]: Room<R> };
  const handlers: Handlers = {
    ...rooms.database.handlers,
    ...rooms.schema.handlers,
    ...rooms.rows.handlers,
    ...rooms.transfer.handlers,
    ...rooms.session.handlers,
    ...rooms.workspace.handlers,
    ...rooms.console.handlers,
    ...rooms.models.handlers,
    ...rooms.queries.handlers,
  };
  return {
    handlers,
    close() {
      for (const room of Object.values(rooms)) room.close();
      connections.close();
    },
  };
}
