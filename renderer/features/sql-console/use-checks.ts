/** Marks the mistakes of a console's text when typing pauses. */
import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { ConsoleLane, Run } from "./console-lane.ts";
import { checkMarks } from "./error-marks.ts";
import { ScriptChecker } from "./script-checker.ts";
import type { SqlEditorHandle } from "./sql-editor.tsx";

interface Checked {
  readonly client: EngineClient;
  readonly lane: ConsoleLane;
  readonly editor: RefObject<SqlEditorHandle | null>;
  readonly run: Run | undefined;
  /** When it changes, what was a mistake may be none any more. */
  readonly schema: DatabaseSchema | undefined;
}

/**
 * Gives what to call with every edit, and when the cursor comes in. The marks of a run that failed stay until the text is another
 * one. Only a text one is in is checked: the tabs of yesterday do not each start the process that would judge them.
 */
export function useChecks({ client, lane, editor, run, schema }: Checked): { onEdit: () => void; onFocus: () => void } {
  const checker = useRef<ScriptChecker | null>(null);
  const showsRun = useRef(false);
  useEffect(() => {
    const made = new ScriptChecker({
      text: () => {
        const shown = editor.current;
        return !shown?.hasFocus() || lane.isBusy() || showsRun.current ? null : shown.content().text;
      },
      ask: async (sql) => (await client.ask("console.check", { sql })).marks,
      onMarks: (text, marks) => editor.current?.mark(checkMarks(text, marks)),
    });
    checker.current = made;
    return () => made.close();
  }, [client, lane, editor]);
  const { runId, state } = run ?? {};
  const failed = run?.statements.some((statement) => statement.state === "failed") ?? false;
  useEffect(() => {
    showsRun.current = failed;
    checker.current?.changed();
  }, [runId, state, failed, schema]);
  const onEdit = useCallback(() => {
    showsRun.current = false;
    checker.current?.changed();
  }, []);
  const onFocus = useCallback(() => checker.current?.changed(), []);
  return { onEdit, onFocus };
}
