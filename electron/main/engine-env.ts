/** The environment of an engine's process: what a program needs to find its way, and nothing that changes SQLite or Node. */

const PASSED = [
  "HOME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "PATH",
  "USER",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "SystemRoot",
  "SystemDrive",
  "windir",
];

/**
 * A list of what is allowed, not of what is forbidden: SQLITE_USE_URI makes file names URIs, SQLITE_TMPDIR moves spilled
 * values elsewhere, NODE_OPTIONS loads code, LD_PRELOAD too.
 */
export function engineEnvironment(own: NodeJS.ProcessEnv): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = own[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
