/** What becomes of open editors when a command is run. */
import type { CommandId } from "../../../src-shared/rpc/command-ids.ts";
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
  "result.export",
  "builder.toConsole",
  "builder.saveView",
  "tab.close",
  "tab.duplicate",
  "database.close",
] satisfies CommandId[]);

/** They are about the text or the cell one is at, or change nothing that an editor shows. */
const staying =
  /^(?:edit|cell|row|theme|palette|app)\.|^session\.(?:undo|redo)$|^view\.(?:zoom|nextPane|previousPane)|^console\.(?:stop|definition|format)$/;

/** Called once, at the start. */
export function finishEditorsBeforeCommands(): void {
  setEditorsBefore((id): EditorsBefore => (finishing.has(id) ? "finish" : staying.test(id) ? "stay" : "leave"));
}
