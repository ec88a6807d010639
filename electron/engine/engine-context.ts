/** What every room of the engine is given. */
import type { DatabaseSource } from "../../src-shared/model/database.ts";
import type {
  roomContracts,
  EngineContract,
  EngineParams,
  EngineProcedure,
  EngineResult,
  RoomName,
} from "../../src-shared/rpc/engine-contract.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";

export interface EngineOptions {
  readonly source: DatabaseSource;
  /** Folder of Joinery's own journals (one small SQLite file a database); null keeps the session in memory. */
  readonly journalFolder: string | null;
  /** Folder for scratch files (spilled results); they are removed when the engine closes. */
  readonly scratchFolder: string;
  /** Folder that all processes of this open database share, for what one makes and another reads; not given: its own. */
  readonly sharedFolder?: string;
  /** Whether it emits `database.changed`; of several processes of a database one does. Not given: from the first read on. */
  readonly watches?: boolean;
  /** Where events go. */
  emit(event: EngineEvent): void;
}

type Handler<N extends EngineProcedure> = (params: EngineParams<N>) => EngineResult<N> | Promise<EngineResult<N>>;

/** One function a procedure. */
export type Handlers = { readonly [N in keyof EngineContract]: Handler<N> };

/** The handlers whose names begin with a room's word: `RoomHandlers<"rows">` has rows.readPage, rows.count … */
export type RoomHandlers<Name extends RoomName> = {
  readonly [N in keyof (typeof roomContracts)[Name]]: Handler<Extract<N, EngineProcedure>>;
};

/** A room that is open: what it answers, and how it lets go of its connections and files. */
export interface Room<Name extends RoomName> {
  readonly handlers: RoomHandlers<Name>;
  close(): void;
}
