/** Answers `workspace.…`: what the page wants back after a restart, kept in the journal. */
import type { Connections } from "../connection/connections.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { withAppErrors } from "../engine-error.ts";
import { closeJournal, journalOf } from "./journal/journal.ts";
import { readWorkspace, writeWorkspace } from "./journal/workspace-items.ts";

/** Opens the room; the journal's file is opened at the first question. */
export function openWorkspaceRoom(connections: Connections, options: EngineOptions): Room<"workspace"> {
  const journal = journalOf(connections, options.journalFolder);
  return {
    handlers: {
      "workspace.read": () => withAppErrors({}, () => readWorkspace(journal().connection)),
      "workspace.write": ({ items }) =>
        withAppErrors({}, () => {
          journal().restore();
          const { connection } = journal();
          journal().transaction(() => {
            for (const { key, value } of items) writeWorkspace(connection, key, value);
          });
          return undefined;
        }),
    },
    close: () => closeJournal(connections),
  };
}
