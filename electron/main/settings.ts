/** What Joinery remembers from one start to the next: `settings.json` in the app's data folder. */
import * as v from "valibot";
import { defaultSettings, type Settings, SettingsPartSchema, settingsWith } from "../../src-shared/model/settings.ts";
import { readJsonFile, writeAtomically } from "./json-file.ts";
import { log } from "./log.ts";

const Size = v.pipe(v.number(), v.finite());

const SettingsFileSchema = v.object({
  ...SettingsPartSchema.entries,
  window: v.optional(v.object({ x: Size, y: Size, width: Size, height: Size, maximized: v.boolean() })),
  recent: v.optional(v.array(v.object({ id: v.string(), path: v.string(), openedAt: v.number() })), []),
  /** Databases that were open last, to be opened again; `path` of a scratch file stands for memory. */
  open: v.optional(v.array(v.object({ path: v.string(), readOnly: v.boolean() })), []),
  /** Folder of saved queries, when another than the one in the app's data folder was chosen. */
  queries: v.optional(v.string()),
  /** The user has been told that staged edits are kept when a window closes, and wants to hear no more of it. */
  knowsStagedAreKept: v.optional(v.boolean(), false),
});
export type SettingsFile = Omit<v.InferOutput<typeof SettingsFileSchema>, keyof Settings> & Settings;

export interface SettingsStore {
  readonly current: Readonly<SettingsFile>;
  /** Changes some of them; on disk when this returns (a failure to write is logged, the app goes on). */
  change(part: Partial<SettingsFile>): void;
}

/** Opens the settings at a path. */
export function openSettings(path: string): SettingsStore {
  const kept = readJsonFile(path, SettingsFileSchema);
  let current: SettingsFile = { ...kept, ...settingsWith(defaultSettings, kept) };
  return {
    get current() {
      return current;
    },
    change(part) {
      current = { ...current, ...part };
      try {
        writeAtomically(path, `${JSON.stringify(current, null, 2)}\n`);
      } catch (thrown) {
        log.warn("The settings could not be written.", (thrown as NodeJS.ErrnoException).code);
      }
    },
  };
}
