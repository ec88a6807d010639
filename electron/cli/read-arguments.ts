/** node:util's parseArgs with our usage errors. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { usageError } from "./command-error.ts";

/** Options every verb has. */
const COMMON = { help: { type: "boolean", short: "h" }, errors: { type: "string" } } as const;

/**
 * Options and other words of a verb's arguments; `null` when the help was asked for (then it was printed). Throws a usage
 * error for an option the verb does not have.
 */
export function readArguments<const O extends NonNullable<ParseArgsConfig["options"]>>(
  verb: string,
  help: string,
  args: string[],
  options: O,
) {
  const parsed = readOrRefuse(
    () => parseArgs({ args, options: { ...options, ...COMMON }, allowPositionals: true, strict: true }),
    verb,
  );
  const { help: wantsHelp, errors } = parsed.values as { help?: boolean; errors?: string };
  if (wantsHelp === true) {
    process.stdout.write(help);
    return null;
  }
  if (errors !== undefined && errors !== "json" && errors !== "text") {
    throw usageError(`--errors is json or text, not “${errors}”.`, verb);
  }
  return parsed;
}

function readOrRefuse<T>(read: () => T, verb: string): T {
  try {
    return read();
  } catch (thrown) {
    const code = (thrown as { code?: string }).code ?? "";
    if (!code.startsWith("ERR_PARSE_ARGS")) throw thrown;
    // Node's words end with advice about `--` that a verb's help gives better.
    const [sentence = ""] = (thrown as Error).message.split(". ");
    throw usageError(`${sentence.replace(/\.$/, "")}.`, verb);
  }
}
