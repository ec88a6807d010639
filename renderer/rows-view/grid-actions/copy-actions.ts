/** Copying, and what is on the clipboard. */
import { type CopyForm, copySelection, pasteOver, pasteRows } from "../../rows/edits/copy-paste.ts";
import { type CopyFormat, copyFormats } from "../../values/copy-formats.ts";
import { pasteTalk } from "../paste-talk.ts";
import type { ActionTarget, GridAction, MenuPlace } from "./grid-action.ts";
import { some, toLastRow } from "./row-places.ts";

const inRows: readonly MenuPlace[] = ["cell", "row", "corner"];

const copy =
  (form: CopyForm) =>
  ({ context, clipboard, selection, onFailure }: ActionTarget): void =>
    void copySelection(context, clipboard, selection, form).then(onFailure);

/** "Copy with Headers" stands beside "Copy"; INSERT has a command with a key. */
const copyAs = (Object.keys(copyFormats) as CopyFormat[])
  .filter((format) => format !== "headers")
  .map(
    (format): GridAction => ({
      id: format === "insert" ? "edit.copyInsert" : `edit.copyAs:${format}`,
      menu: inRows,
      submenu: "Copy As",
      words: () => copyFormats[format].title,
      when: some,
      run: copy(format),
    }),
  );

export const copyActions: readonly GridAction[] = [
  { id: "edit.copy", menu: inRows, when: some, run: copy("cells") },
  { id: "edit.copyHeaders", menu: inRows, when: some, run: copy("headers") },
  ...copyAs,
  {
    id: "edit.paste",
    menu: ["cell"],
    needs: "edit",
    when: some,
    run: ({ run, context, clipboard, selection, say }) => run(pasteOver(context, clipboard, selection, pasteTalk(say))),
  },
  {
    id: "row.pasteNew",
    menu: inRows,
    needs: "insert",
    run: (target) => target.run(pasteRows(target.context, target.clipboard, pasteTalk(target.say)), toLastRow(target)),
  },
];
