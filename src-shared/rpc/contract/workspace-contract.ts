/** Questions about what the page wants back after a restart: `workspace.…`. */
import * as v from "valibot";
import { procedure } from "../procedure.ts";
import { Nothing } from "./forms.ts";

export const workspaceContract = {
  /** What the page wants back after a restart (tabs, SQL texts, widths): JSON texts by key, kept beside the journal. */
  "workspace.read": procedure("session", "safe", Nothing, v.array(v.object({ key: v.string(), value: v.string() }))),
  /** Keeps values (null forgets one); on disk when this answers. */
  "workspace.write": procedure(
    "session",
    "never",
    v.object({
      items: v.array(
        v.object({
          key: v.pipe(v.string(), v.maxLength(500)),
          value: v.nullable(v.pipe(v.string(), v.maxLength(64 * 1024 * 1024))),
        }),
      ),
    }),
    Nothing,
  ),
} as const;
