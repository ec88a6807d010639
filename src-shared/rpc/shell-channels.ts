/** The IPC channels between preload and Electron main; no others exist. */
export const shellChannels = {
  /** (name, params) → Answer. */
  ask: "joinery:ask",
  /** (path, readOnly) → Answer; only preload learns the path of a dropped file. */
  drop: "joinery:drop",
  /** main → page: a ShellEvent. */
  event: "joinery:event",
  /** main → page: EnginePortMessage with its port. */
  port: "joinery:port",
} as const;
