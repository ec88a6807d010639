/** What the command's exit codes mean; docs/cli.md lists them and test/cli checks them. */
export const exitCodes = {
  ok: 0,
  /** SQL failed, or the data does not allow what was asked. */
  failed: 1,
  /** The command line is not understood. */
  usage: 2,
  /** The database, or the app, cannot be opened. */
  cannotOpen: 3,
  /** Ctrl+C: 128 + SIGINT, as shells say. */
  interrupted: 130,
  /** Whoever read the output went away: 128 + SIGPIPE. */
  outputClosed: 141,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
