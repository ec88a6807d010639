import path from "node:path";

/** The project's root folder, absolute. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** A path inside the project, absolute. */
export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);

/** What may be thrown away at any time: downloaded runtimes, test reports. Gitignored. */
export const CACHE = inRoot(".cache");
