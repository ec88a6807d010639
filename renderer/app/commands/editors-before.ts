/** What becomes of open editors when a command is run. */
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
import { toast } from "sonner";
import { databases } from "../databases.ts";
import { onRefusedEditor } from "../../ui/open-editors.ts";
import { type EditorsBefore, setEditorsBefore } from "../../ui/command-scope.tsx";

/** They act on data, or close what an editor is in: what is typed anywhere is part of it. */
const finishing = new Set<string>([
  "session.commit",
  "session.rollback",
  "session.undoLastCommit",
  "session.preview",
  "session.exportSql",
  "session.exportPatch",
  "session.importPatch",
  "model.plan",
  "model.dryRun",
  "model.apply",
  "model.undoLast",
  "console.run",
  "console.runStatement",
  "console.try",
  "console.commit",
  "console.rollback",
  "rows.export",
  "builder.toConsole",
  "builder.saveView",
  "tab.duplicate",
] satisfies CommandId[]);

/** They are about the text or the cell one is at, or change nothing that an editor shows. */
const staying =
  /^(?:edit|cell|row|theme|palette|app|tab\.close|database\.close)(?:\.|$)|^session\.(?:undo|redo)$|^view\.(?:zoom|nextPane|previousPane)|^console\.(?:stop|definition|format)$/;

/** Called once, at the start: the rule, and the words for what did not go on. */
export function finishEditorsBeforeCommands(): void {
  onRefusedEditor((place) => {
    place?.show();
    toast.error("Not done: what is typed here cannot be stored as it is. Correct it, or leave it with Esc.", {
      id: "refused-editor",
    });
  });
  setEditorsBefore(
    (id): EditorsBefore => (finishing.has(id) ? "finish" : staying.test(id) ? "stay" : "leave"),
    () => ({ database: databases.getState().active }),
  );
}
