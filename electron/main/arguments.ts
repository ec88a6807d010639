/** What Joinery was started with: `joinery FILE… --readonly --table NAME --screenshot out.png`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartArguments {
  /** Files and addresses as given; made absolute against the starter's folder unless they are addresses. */
  readonly files: string[];
  readonly readOnly: boolean;
  /** Table to show first. */
  readonly table?: string | undefined;
  /** Save a picture there and quit. */
  readonly screenshot?: string | undefined;
}

const OPTIONS = {
  readonly: { type: "boolean" },
  table: { type: "string", short: "t" },
  screenshot: { type: "string" },
  // Electron's own option with a value; unknown here, its value would pass for a file.
  require: { type: "string", short: "r" },
} as const;

const isAddress = (text: string): boolean => text === ":memory:" || /^[a-z][a-z0-9+.-]+:\/\//i.test(text);

/**
 * Reads the words after the program's name. Switches of Chromium (always `--name=value`) are passed over.
 *
 * @param words `process.argv` without the program
 * @param cwd folder that relative paths are relative to
 * @param appFolder the app's own folder, which Electron is given as first word in a checkout; null in a package
 */
export function readArguments(words: readonly string[], cwd: string, appFolder: string | null): StartArguments {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  const files = positionals.map((word) => (isAddress(word) ? word : resolve(cwd, word)));
  if (appFolder !== null && files[0] === resolve(appFolder)) files.shift();
  const text = (value: string | boolean | undefined) => (typeof value === "string" ? value : undefined);
  const screenshot = text(values.screenshot);
  return {
    files,
    readOnly: values.readonly === true,
    table: text(values.table),
    screenshot: screenshot === undefined ? undefined : resolve(cwd, screenshot),
  };
}
