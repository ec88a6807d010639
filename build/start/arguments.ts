import path from "node:path";
import { parseArgs } from "node:util";

/** Options of the app that are followed by a value; without this list the value would be taken for a file to open. */
const WITH_VALUE = {
  screenshot: { type: "string" },
  sql: { type: "string" },
  table: { type: "string", short: "t" },
} as const;
/** Those of them whose value is a path. */
const WITH_PATH = ["screenshot", "sql"];

/** ":memory:" and SQLAlchemy's URLs ("sqlite:///file.db") are no paths; the app itself reads them. */
const isPath = (name: string): boolean => name !== ":memory:" && !/^sqlite:\/\//i.test(name);

export interface AppArguments {
  /** What the app is started with. */
  args: string[];
  /** Whether a database to open is among them. */
  opensSomething: boolean;
}

/**
 * The app's arguments from those of `npm start --`: the same, with paths made absolute, because npm starts us in the project's
 * folder and not where the user is.
 *
 * @param given the words after `npm start --`
 * @param cwd the folder the user is in
 */
export function appArguments(given: string[], cwd: string): AppArguments {
  const { tokens } = parseArgs({
    args: given,
    options: WITH_VALUE,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const args: string[] = [];
  let opensSomething = false;
  for (const token of tokens) {
    if (token.kind === "positional") {
      opensSomething = true;
      args.push(isPath(token.value) ? path.resolve(cwd, token.value) : token.value);
    } else if (token.kind === "option") {
      const value =
        token.value !== undefined && WITH_PATH.includes(token.name) ? path.resolve(cwd, token.value) : token.value;
      // One word per option: Chromium, which reads the command line too, knows only --name=value.
      args.push(value === undefined ? token.rawName : `--${token.name}=${value}`);
    }
  }
  return { args, opensSomething };
}
