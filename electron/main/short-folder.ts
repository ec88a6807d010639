import { relative, sep } from "node:path";

/** A folder below the home folder as `~/below`, where systems write it so; others as they are. */
export function shortFolder(folder: string, home: string): string {
  if (process.platform === "win32" || home === "" || home === sep) return folder;
  const below = relative(home, folder);
  if (below === "") return "~";
  return below === ".." || below.startsWith(`..${sep}`) ? folder : `~${sep}${below}`;
}
