/** `--param NAME=VALUE` of `joinery exec`. */
import { type Parameter, readLiteral } from "../../src-shared/model/parameter.ts";
import { parameterNames } from "../../src-shared/sql/parameters.ts";
import { usageError } from "./command-error.ts";
import { refuseReplaced, type Script } from "./read-script.ts";

/** The values given; a name may carry its `:`, `@`, `$` or `?`. Throws a usage error for one the script does not have. */
export function readParameters(given: readonly string[], script: Script): Parameter[] {
  if (given.length === 0) return [];
  const known = new Set(parameterNames(script.sql));
  const values = new Map<string, Parameter>();
  for (const text of given) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(0, equals)).replace(/^[:@$?]/, "");
    if (name === "") throw usageError(`--param takes NAME=VALUE, not “${text}”.`, "exec");
    if (!known.has(name)) throw usageError(`The script has no parameter “${name}”.`, "exec");
    if (values.has(name)) throw usageError(`The parameter “${name}” is given twice.`, "exec");
    refuseReplaced(text, `--param ${name}`);
    values.set(name, { name, value: readLiteral(text.slice(equals + 1)) });
  }
  return [...values.values()];
}
