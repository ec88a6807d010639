/**
 * Tables that only the console's connection sees (temporary, attached), for completion: asked for after a script that may have
 * made, attached or dropped some. All consoles of a database share that connection, and so this list.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { ConsoleLane, Run } from "./console-lane.ts";

/** What may change them. A word in a comment costs one question more. */
const concerning = /\b(?:attach|detach|temp|temporary|create|drop|alter|rollback)\b/i;

const isOver = (run: Run | undefined): run is Run =>
  run !== undefined && run.state !== "running" && run.state !== "stopping";

const known = new WeakMap<ConsoleLane, StoreApi<readonly Table[]>>();

/** The list of a database's consoles, kept up as long as its lane lives. */
export function outsideTablesOf(lane: ConsoleLane, client: Pick<EngineClient, "ask">): StoreApi<readonly Table[]> {
  const found = known.get(lane);
  if (found) return found;
  const store = createStore<readonly Table[]>(() => []);
  known.set(lane, store);
  lane.store.subscribe((now, before) => {
    for (const [id, run] of now.runs) {
      const last = before.runs.get(id);
      if (run === last) continue;
      // With its process went the connection.
      if (run.lost && !last?.lost) store.setState([], true);
      else if (isOver(run) && !isOver(last) && (concerning.test(run.sql) || store.getState().length > 0)) {
        void client.ask("console.outside", undefined).then(
          ({ tables }) => store.setState(tables, true),
          // They are offered or not; scripts that name them run all the same.
          () => store.setState([], true),
        );
      }
    }
  });
  return store;
}

/** The schema as the console sees it, in the order in which SQLite looks for a name: temporary tables hide those of the file. */
export function withOutside(schema: DatabaseSchema, outside: readonly Table[]): DatabaseSchema {
  if (outside.length === 0) return schema;
  const isTemporary = (table: Table): boolean => table.schema === "temp";
  return {
    ...schema,
    tables: [...outside.filter(isTemporary), ...schema.tables, ...outside.filter((table) => !isTemporary(table))],
  };
}
