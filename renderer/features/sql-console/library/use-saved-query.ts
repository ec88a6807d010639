/** The saved query a console shows: saving, saving under a name, and whether there is something to save. */
import { useRef, useState } from "react";
import { toast } from "sonner";
import { toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { writeQuery } from "./read-query.ts";
import { isEdited, linkTo, nameOfQuery, type SavedLink } from "./saved-link.ts";

/** How a console's link to its query is kept. */
export interface KeptLink {
  readonly read: () => SavedLink | null;
  readonly keep: (link: SavedLink | null) => void;
}

export function useSavedQuery(kept: KeptLink, initialText: string, textNow: () => string) {
  const [link, setLink] = useState(kept.read);
  const [edited, setEdited] = useState(() => isEdited(kept.read(), initialText));
  const [naming, setNaming] = useState(false);
  const current = useRef(link);
  const change = (next: SavedLink | null) => {
    current.current = next;
    setLink(next);
    kept.keep(next);
  };
  const write = async (path: string, expects: number | null | "any") => {
    const text = textNow();
    const encoding = path === current.current?.path ? current.current.encoding : undefined;
    const written = await writeQuery({ path, text, expects, ...(encoding === undefined ? {} : { encoding }) });
    if (!written) return;
    change(linkTo({ path, text, ...written }));
    setEdited(isEdited(current.current, textNow()));
    toast(`Saved ${nameOfQuery(path)}`);
  };
  /** Writes it where it came from; asks for a name where it came from nowhere, and before losing what others wrote. */
  const save = async () => {
    if (!link) return setNaming(true);
    try {
      await write(link.path, link.modified);
    } catch (thrown) {
      const { code, message } = toAppErrorData(thrown);
      if (code !== "library.conflict") {
        toast.error(message);
        return;
      }
      const button = await askShell("dialog.ask", {
        message,
        detail: "Replace it with the text of this console, or save that under another name.",
        buttons: ["Replace", "Save As…", "Cancel"],
        defaultButton: 1,
        cancelButton: 2,
      });
      if (button === 0) await write(link.path, "any").catch((again) => toast.error(toAppErrorData(again).message));
      if (button === 1) setNaming(true);
    }
  };
  return {
    link,
    edited,
    naming,
    save,
    saveAs: () => setNaming(true),
    stopNaming: () => setNaming(false),
    /** Saves under a name; rejects with an AppError. */
    saveUnder: async (path: string, replace: boolean) => {
      await write(path, replace ? "any" : link?.path === path ? link.modified : null);
      setNaming(false);
    },
    /** The text is another one. */
    look: (text: string) => setEdited(isEdited(current.current, text)),
    renamed: (from: string, to: string) => {
      if (link?.path === from) change({ ...link, path: to });
    },
  };
}
