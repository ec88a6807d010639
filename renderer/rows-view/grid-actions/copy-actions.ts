/** Copying, and what is on the clipboard. */
import { type CopyForm, pasteOver, pasteRows } from "../../rows/edits/copy-paste.ts";
import { type CopyFormat, copyFormats } from "../../values/copy-formats.ts";
import { pasteTalk } from "../paste-talk.ts";
import type { GridAction, MenuPlace, PlainAction, PlainTarget } from "./grid-action.ts";
import { some, toLastRow } from "./row-places.ts";

const inRows: readonly MenuPlace[] = ["cell", "row", "corner"];

const copying =
  (form: CopyForm) =>
  ({ copy }: PlainTarget): void =>
    copy(form);

/** "Copy with Headers" stands beside "Copy"; INSERT has a command with a key. */
const copyAs = (Object.keys(copyFormats) as CopyFormat[])
  .filter((format) => format !== "headers")
  .map(
    (format): PlainAction => ({
      id: format === "insert" ? "edit.copyInsert" : `edit.copyAs:${format}`,
      menu: inRows,
      submenu: "Copy As",
      words: () => copyFormats[format].title,
      when: some,
      run: copying(format),
    }),
  );

/** Out of any grid. */
export const copyActions: readonly PlainAction[] = [
  { id: "edit.copy", menu: inRows, when: some, run: copying("cells") },
  { id: "edit.copyHeaders", menu: inRows, when: some, run: copying("headers") },
  ...copyAs,
];

export const pasteActions: readonly GridAction[] = [
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
