/** The colours and fonts a canvas paints with, read from the CSS tokens; a canvas does not inherit them. */

const colorTokens = {
  surface: "--surface-0",
  head: "--surface-1",
  headSelected: "--surface-3",
  line: "--line",
  lineStrong: "--line-strong",
  text: "--text-1",
  textSoft: "--text-2",
  textFaint: "--text-3",
  accent: "--accent",
  selection: "--accent-soft",
  selectionFaint: "--accent-faint",
  onSelection: "--text-1",
  success: "--success-mark",
  warning: "--warning-mark",
  danger: "--danger-mark",
  warningSoft: "--warning-soft",
  dangerSoft: "--danger-soft",
  successSoft: "--success-soft",
  dangerText: "--danger",
  red: "--tint-red",
  amber: "--tint-amber",
  green: "--tint-green",
  teal: "--tint-teal",
  blue: "--tint-blue",
  pink: "--tint-pink",
} as const;

export type GridColors = { readonly [Name in keyof typeof colorTokens]: string } & {
  /** Laid over selected cells: their own ground shines through. */
  readonly selectionVeil: string;
  /** Thumb of a scroll bar at rest. */
  readonly thumb: string;
};

export interface GridLook {
  readonly colors: GridColors;
  /** The system's own colours are forced: selection has to be read on Highlight. */
  readonly forced: boolean;
  readonly fontData: string;
  readonly fontSmall: string;
  readonly fontHead: string;
  readonly fontType: string;
  readonly fontMono: string;
}

/** Reads the tokens as they are computed where `host` stands (light, dark and forced colours included). */
export function readGridLook(host: HTMLElement): GridLook {
  const probe = document.createElement("span");
  probe.style.cssText = "position:absolute;visibility:hidden;forced-color-adjust:none";
  host.append(probe);
  const computed = getComputedStyle(probe);
  const colors: Record<string, string> = {};
  for (const [name, token] of Object.entries(colorTokens)) {
    probe.style.color = `var(${token})`;
    colors[name] = computed.color;
  }
  probe.style.color = "color-mix(in oklch, var(--accent) 13%, transparent)";
  colors.selectionVeil = computed.color;
  probe.style.color = "color-mix(in oklch, var(--text-3) 50%, transparent)";
  colors.thumb = computed.color;
  const forced = matchMedia("(forced-colors: active)").matches;
  if (forced) {
    probe.style.color = "HighlightText";
    colors.onSelection = computed.color;
    colors.selectionVeil = colors.selection ?? "";
  }
  const token = (name: string, fallback: string) => computed.getPropertyValue(name).trim() || fallback;
  const ui = token("--font-ui", "system-ui, sans-serif");
  const mono = token("--font-mono", "monospace");
  const data = token("--size-data", "12px");
  const strong = token("--weight-strong", "600");
  probe.remove();
  return {
    colors: colors as GridColors,
    forced,
    fontData: `${data} ${ui}`,
    fontSmall: `10px ${ui}`,
    fontHead: `${strong} ${data} ${ui}`,
    fontType: `10px ${ui}`,
    fontMono: `11px ${mono}`,
  };
}

/** Calls back when colours, fonts or the screen's resolution may have changed. Gives the function that stops it. */
export function onLookChanged(listener: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"].map((q) =>
    matchMedia(q),
  );
  for (const query of queries) query.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
  let resolution: MediaQueryList;
  const moved = () => {
    watch();
    listener();
  };
  // Such a query holds for one resolution only, so it is made anew after each change.
  const watch = () => {
    resolution?.removeEventListener("change", moved);
    resolution = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    resolution.addEventListener("change", moved);
  };
  watch();
  document.fonts.addEventListener("loadingdone", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
    resolution.removeEventListener("change", moved);
    document.fonts.removeEventListener("loadingdone", listener);
    observer.disconnect();
  };
}
