/** One open database: toolbar, schema, tabs, panels, status. Stays mounted while another one is in front. */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { WorkspaceStore } from "../rpc/workspace-store.ts";
import { Button } from "../ui/button.tsx";
import { CommandScope, useCommand } from "../ui/command-scope.tsx";
import { EditorPlaceContext } from "../ui/open-editors.ts";
import { ErrorWords } from "../ui/error-words.tsx";
import styles from "./database-view.module.css";
import { activate, closeDatabase, type OpenDatabase } from "./databases.ts";
import { DatabaseFrame } from "./frame/database-frame.tsx";

interface DatabaseViewProps {
  readonly database: OpenDatabase;
  readonly inFront: boolean;
}

/** Waits for what was kept of the workspace, then shows the frame. */
export function DatabaseView({ database, inFront }: DatabaseViewProps): ReactNode {
  const [workspace, setWorkspace] = useState<WorkspaceStore | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  useEffect(() => {
    let gone = false;
    database.workspace.then(
      (read) => gone || setWorkspace(read),
      (thrown: unknown) => gone || setError(toAppErrorData(thrown)),
    );
    return () => {
      gone = true;
    };
  }, [database]);
  const place = useMemo(
    () => ({ database: database.handle, tab: null, show: () => activate(database.handle) }),
    [database.handle],
  );
  return (
    <EditorPlaceContext value={place}>
      <CommandScope className={styles.view} standing={inFront} hidden={!inFront} data-testid="database" data-database>
        <CloseCommand handle={database.handle} />
        {error && (
          <ErrorWords
            error={error}
            actions={<Button onPress={() => void closeDatabase(database.handle)}>Close {database.name}</Button>}
          />
        )}
        {workspace && <DatabaseFrame database={database} workspace={workspace} inFront={inFront} />}
      </CommandScope>
    </EditorPlaceContext>
  );
}

function CloseCommand({ handle }: { handle: string }): null {
  useCommand("database.close", () => void closeDatabase(handle));
  return null;
}
