/** Questions about the open file: `database.…`. */
import { DatabaseInfoSchema } from "../../model/database.ts";
import { procedure } from "../procedure.ts";
import { Nothing } from "./forms.ts";

export const databaseContract = {
  /** The file, its journal, whether it can be written and why not. */
  "database.info": procedure("read", "safe", Nothing, DatabaseInfoSchema),
} as const;
