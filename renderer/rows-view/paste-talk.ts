/** What a paste asks, in the app. */
import { askShell } from "../rpc/shell-client.ts";
import type { PasteTalk } from "../rows/edits/copy-paste.ts";
import { plural } from "../ui/format.ts";

/** `say`: where a sentence about a paste that is done is shown. */
export function pasteTalk(say?: (sentence: string) => void): PasteTalk {
  return {
    ...(say ? { say } : {}),
    async asBlobs(texts) {
      const answer = await askShell("dialog.ask", {
        message: `${plural(texts, "pasted text")} ${texts === 1 ? "is" : "are"} written like BLOBs (x'…') and ${texts === 1 ? "goes" : "go"} into BLOB columns.`,
        detail:
          "Pasted as BLOBs, the cells hold the bytes that are written; pasted as text, they hold what is written.",
        buttons: ["Paste as BLOBs", "Paste as Text", "Cancel"],
        defaultButton: 0,
        cancelButton: 2,
      });
      return answer === 2 ? null : answer === 0;
    },
  };
}
