/** A small JSON file of ours that survives crashes and mistakes: written whole or not at all, set aside when unreadable. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { log } from "./log.ts";

/** Writes a file so that a crash leaves the old one or the new one, never half. Throws what the system says. */
export function writeAtomically(path: string, data: string | Uint8Array): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/**
 * Reads a JSON file. An absent one gives the schema's defaults; one that cannot be read as what it should be is renamed
 * (`….damaged-<time>`), so that nothing is thrown away, and gives the defaults as well.
 *
 * @param schema must accept `{}`
 */
export function readJsonFile<S extends v.GenericSchema>(path: string, schema: S): v.InferOutput<S> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return v.parse(schema, {});
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    const aside = `${path}.damaged-${Date.now()}`;
    log.warn("A settings file could not be read; it was set aside and defaults are used.");
    renameSync(path, aside);
    return v.parse(schema, {});
  }
}
