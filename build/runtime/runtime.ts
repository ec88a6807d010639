/** An Electron that can be run. */
export interface Runtime {
  /** Absolute path of the program. */
  executable: string;
  /** Absolute path of the folder it came in: what a package is made from. */
  folder: string;
  /** As the runtime's own `version` file says, e.g. "42.11.18". */
  version: string;
  /** False for the copy in the npm registry, which is for development and tests only. */
  official: boolean;
}
