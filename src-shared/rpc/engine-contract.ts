/**
 * Every question to the engine. A room's questions are in `contract/<room>-contract.ts`; the room that answers them is opened in
 * `electron/engine/engine.ts`, and a room without one does not compile. The word of a question is searched once: `rows.readPage`.
 */
import type * as v from "valibot";
import { consoleContract } from "./contract/console-contract.ts";
import { databaseContract } from "./contract/database-contract.ts";
import { modelsContract } from "./contract/models-contract.ts";
import { queriesContract } from "./contract/queries-contract.ts";
import { rowsContract } from "./contract/rows-contract.ts";
import { schemaContract } from "./contract/schema-contract.ts";
import { sessionContract } from "./contract/session-contract.ts";
import { transferContract } from "./contract/transfer-contract.ts";
import { workspaceContract } from "./contract/workspace-contract.ts";

/** The contract, room by room: the questions of room `rows` are called `rows.…`. */
export const roomContracts = {
  database: databaseContract,
  schema: schemaContract,
  rows: rowsContract,
  transfer: transferContract,
  session: sessionContract,
  workspace: workspaceContract,
  console: consoleContract,
  models: modelsContract,
  queries: queriesContract,
} as const;

export type RoomName = keyof typeof roomContracts;

export const engineContract = {
  ...databaseContract,
  ...schemaContract,
  ...rowsContract,
  ...transferContract,
  ...sessionContract,
  ...workspaceContract,
  ...consoleContract,
  ...modelsContract,
  ...queriesContract,
} as const;

export type EngineContract = typeof engineContract;
export type EngineProcedure = keyof EngineContract;
/** What a caller gives. */
export type EngineParams<N extends EngineProcedure> = v.InferOutput<EngineContract[N]["params"]>;
/** What it gets. */
export type EngineResult<N extends EngineProcedure> = v.InferOutput<EngineContract[N]["result"]>;
