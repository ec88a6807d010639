/**
 * Settings that the user changes and the page shows. Each is one row here: its form, its limits and its default. Main keeps
 * them (electron/main/settings.ts) and the shell contract carries them, both by this list, so a new one is a row here and the
 * command or field that changes it.
 */
import * as v from "valibot";

export const themes = ["system", "light", "dark"] as const;

/** Steps of the window's zoom in per cent, as in browsers; the first and the last are its limits. */
export const zoomSteps = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

const Zoom = v.pipe(v.number(), v.minValue(zoomSteps[0]), v.maxValue(zoomSteps[zoomSteps.length - 1] ?? 300));

export const SettingsSchema = v.object({
  theme: v.picklist(themes),
  /** Per cent. */
  zoom: Zoom,
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export const defaultSettings: Settings = { theme: "system", zoom: 100 };

/** Some of them: to be changed, or as a file of an older Joinery has them. */
export const SettingsPartSchema = v.partial(SettingsSchema);
export type SettingsPart = v.InferOutput<typeof SettingsPartSchema>;

/** All settings: those of `part` where it has them, else those of `rest`, whatever else the two hold. */
export function settingsWith(rest: Settings, part: SettingsPart): Settings {
  const names = Object.keys(SettingsSchema.entries) as (keyof Settings)[];
  return v.parse(SettingsSchema, Object.fromEntries(names.map((name) => [name, part[name] ?? rest[name]])));
}
