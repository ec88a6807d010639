/** Consent for scripts that read or write other files than the open database. */
import { resolve } from "node:path";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type OutsideReach, reachesOutside } from "../../../src-shared/sql/reaches-outside.ts";
import type { ParameterValues } from "./bind-parameters.ts";

/** The file as SQLite will find it: from this process's folder when it is not a whole path. */
function fileOf({ file, parameter }: OutsideReach, values: ParameterValues): string {
  const given = file ?? (parameter === null ? undefined : values.get(parameter));
  return typeof given === "string" ? `“${resolve(given)}”` : "a file whose name is known only when it runs";
}

/** Refuses a script that reaches outside, with all it reaches for. Throws an AppError `sql.outside`. */
export function refuseOutside(script: string, values: ParameterValues, onCopy: boolean): void {
  const reaches = reachesOutside(script);
  if (reaches.length === 0) return;
  const does = reaches.map((reach) => {
    const file = fileOf(reach, values);
    if (reach.does === "vacuumInto") return `writes a copy of the database to ${file}`;
    return `opens ${file} for reading and writing${reach.schema === null ? "" : `, as ${reach.schema}`}`;
  });
  throw new AppError({
    code: "sql.outside",
    message: `The script reaches outside the database: it ${[...new Set(does)].join("; it ")}.`,
    next: onCopy
      ? "Only the open database can be copied: leave these statements out, or run the script itself."
      : "Run it only if you know where it comes from.",
  });
}
