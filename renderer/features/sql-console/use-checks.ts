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

/** Gives the function to call with every edit. The marks of a run that failed stay until the text is another one. */
export function useChecks({ client, lane, editor, run, schema }: Checked): () => void {
  const checker = useRef<ScriptChecker | null>(null);
  const showsRun = useRef(false);
  useEffect(() => {
    const made = new ScriptChecker({
      text: () => (lane.isBusy() || showsRun.current ? null : (editor.current?.content().text ?? null)),
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
  return useCallback(() => {
    showsRun.current = false;
    checker.current?.changed();
  }, []);
}
