/** The window: the welcome screen, or the databases it has open. */
import { type ReactNode, useEffect } from "react";
import { Toaster, toast } from "sonner";
import { useStore } from "zustand";
import { FileDrop } from "../features/open-database/file-drop.tsx";
import { useOpening } from "../features/open-database/opening.ts";
import { Welcome } from "../features/open-database/welcome.tsx";
import { recentList, settingsRead } from "../rpc/queries.ts";
import { useQueryClient } from "@tanstack/react-query";
import { askShell, onShell } from "../rpc/shell-client.ts";
import { AppCommands } from "./app-commands.tsx";
import { keyOf } from "./commands/keyboard.ts";
import { DatabaseView } from "./database-view.tsx";
import { adopt, databases } from "./databases.ts";
import { OpenFailure } from "./open-failure.tsx";
import { tellPainted } from "./painted.ts";

/** Everything below the providers. */
export function App(): ReactNode {
  const { open, active, ready, failure } = useStore(databases);
  const opening = useOpening(adopt);
  const queries = useQueryClient();

  useEffect(
    () =>
      onShell("database.failed", ({ error }) => {
        databases.setState({ failure: error });
      }),
    [],
  );
  useEffect(() => onShell("database.opened", ({ database }) => adopt(database)), []);
  // Settings may be changed from another window or the native menu.
  useEffect(
    () => onShell("theme", () => void queries.invalidateQueries({ queryKey: settingsRead.queryKey })),
    [queries],
  );
  useEffect(() => {
    void restore();
  }, []);
  useEffect(() => {
    if (ready && open.length === 0) {
      void askShell("window.describe", { title: "Joinery", path: null, staged: 0 });
      void queries.invalidateQueries({ queryKey: recentList.queryKey });
    }
  }, [ready, open.length, queries]);

  const error = opening.error ?? failure;
  return (
    <>
      <AppCommands opening={opening} />
      {open.map((database) => (
        <DatabaseView key={database.handle} database={database} inFront={database.handle === active} />
      ))}
      {ready && open.length === 0 && (
        <Welcome opening={opening} failure={failure} keyOf={keyOf} onPainted={tellPainted} />
      )}
      {open.length > 0 && error && (
        <OpenFailure
          error={error}
          onRetry={opening.canRetry(error) ? opening.retry : null}
          onClose={() => {
            opening.clear();
            databases.setState({ failure: null });
          }}
        />
      )}
      <FileDrop attempt={opening.attempt} />
      {/* In the middle: the corners have buttons of what is open at the bottom. */}
      <Toaster position="bottom-center" duration={4000} offset={30} visibleToasts={3} />
    </>
  );
}

async function restore(): Promise<void> {
  try {
    const opened = await askShell("database.restore");
    // Main may have said already which of them could not be opened; the others do not make that untrue.
    const { failure } = databases.getState();
    for (const database of opened) adopt(database);
    if (failure) databases.setState({ failure });
  } catch {
    // Main's own failure: an empty window is still of use, and says so.
    toast.error("The databases that were open could not be restored.");
  } finally {
    databases.setState({ ready: true });
  }
}
