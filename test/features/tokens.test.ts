/** The contrasts that renderer/ui/tokens.css promises, computed from the file itself (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../renderer/ui/tokens.css", import.meta.url), "utf8");

/** The declarations of the n-th `:root` block: 0 light, 1 dark. */
function declarations(n: number): Map<string, string> {
  const block = css.split(":root {")[n + 1]?.split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));
}

const light = declarations(0);
const dark = new Map([...light, ...declarations(1)]);

/** Relative luminance of a token. Matrices: https://bottosson.github.io/posts/oklab/ */
function luminance(tokens: Map<string, string>, name: string): number {
  let value = tokens.get(name) ?? "";
  for (let ref = /^var\(--([\w-]+)\)$/.exec(value); ref; ref = /^var\(--([\w-]+)\)$/.exec(value)) {
    value = tokens.get(ref[1] ?? "") ?? "";
  }
  const numbers = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value)?.slice(1).map(Number);
  if (!numbers) throw new Error(`${name} is no opaque oklch colour: ${value}`);
  const [L = 0, C = 0, H = 0] = numbers;
  const a = C * Math.cos((H * Math.PI) / 180);
  const b = C * Math.sin((H * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (x: number) => Math.min(1, Math.max(0, x));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Map<string, string>, ink: string, paper: string): number {
  const [high = 0, low = 0] = [luminance(tokens, ink), luminance(tokens, paper)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const chrome = ["surface-0", "surface-1", "surface-2", "surface-float"];
const tints = ["red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"];
const tintSofts = tints.map((tint) => `tint-${tint}-soft`);
const texts: [ink: string, papers: string[]][] = [
  ["text-1", [...chrome, "surface-3", "accent-soft", "accent-faint", "success-soft", "warning-soft", "danger-soft"]],
  ["text-1", ["red", "amber", "green", "teal", "blue", "pink"].map((hue) => `tint-${hue}`)],
  ["text-2", [...chrome, "surface-3", "accent-soft", "warning-soft", "danger-soft"]],
  ["text-3", [...chrome, "accent-soft", "accent-faint", "warning-soft", "danger-soft"]],
  ["accent-text", [...chrome, "accent-faint", "accent-soft"]],
  ["success", [...chrome, "success-soft"]],
  ["warning", [...chrome, "warning-soft"]],
  ["danger", [...chrome, "danger-soft"]],
  ["on-accent", ["accent", "accent-hover"]],
  ["text-1", tintSofts],
  ["text-2", tintSofts],
  ["code-string", ["surface-0"]],
  ["code-number", ["surface-0"]],
  ["code-comment", ["surface-0"]],
];
const parts: [part: string, papers: string[]][] = [
  ["line-strong", ["surface-0", "surface-1", "surface-float"]],
  ["accent", ["surface-0", "surface-1"]],
  ["success-mark", ["surface-0"]],
  ["warning-mark", ["surface-0"]],
  ["danger-mark", ["surface-0"]],
  ...tints.map((tint): [string, string[]] => [`tint-${tint}-mark`, ["surface-0", "surface-1"]]),
  ...Array.from({ length: 8 }, (_, i): [string, string[]] => [`series-${i + 1}`, ["surface-0"]]),
];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_, tokens) => {
  test.each(texts.flatMap(([ink, papers]) => papers.map((paper) => [ink, paper] as const)))(
    "%s on %s reads (4.5:1)",
    (ink, paper) => expect(contrast(tokens, ink, paper)).toBeGreaterThanOrEqual(4.5),
  );
  test.each(parts.flatMap(([part, papers]) => papers.map((paper) => [part, paper] as const)))(
    "%s shows on %s (3:1)",
    (part, paper) => expect(contrast(tokens, part, paper)).toBeGreaterThanOrEqual(3),
  );
});

test("both mappings and forced colours name the same surfaces, lines, texts and signals", () => {
  const forced = declarations(3);
  for (const name of declarations(1).keys()) expect([...light.keys()]).toContain(name);
  for (const name of forced.keys()) expect([...light.keys()]).toContain(name);
});
