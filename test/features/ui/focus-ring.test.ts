/** What has the focus is seen: 2 px of the accent, on the element or round the field it stands in. Read from the style sheets. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../renderer/", import.meta.url);

interface Rule {
  readonly file: string;
  readonly selector: string;
  readonly body: string;
}

const rules: Rule[] = globSync("**/*.css", { cwd: root }).flatMap((file) => {
  const css = readFileSync(new URL(file.replaceAll("\\", "/"), root), "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", body = ""]) => ({
    file,
    selector: selector.trim().replaceAll(/\s+/g, " "),
    body,
  }));
});

/** They show it otherwise, or hold what shows it. */
const without = new Map([
  [":focus", "base.css: the mouse leaves no ring; :focus-visible below it does"],
  [".menu:focus", "its item is marked"],
  [".menu-item[data-focused]", "by the accent as its ground"],
  [".modal > section", "a dialog: what is in it"],
  [".why", "a dialog of words alone"],
  [".changes", "a dialog: what is in it"],
  [".sqlDialog", "a dialog: what is in it"],
  [".results[data-focus-visible]", "the library marks the whole of what has the focus inside"],
  [".input:focus, .input:focus-visible", "the cell's editor: its box has the edge of the active cell"],
  [".tree", "a tree: its line"],
  [":is(button, label)[data-selected]:not(:focus-visible)", "forced colours: pressed, and not the one with the focus"],
]);

test("no ring is thinner than 2 px", () => {
  const thin = rules.filter(
    ({ selector, body }) =>
      /outline: (?:0|1)px/.test(body) && /focus/.test(selector) && !/data-selected/.test(selector),
  );
  expect(thin).toEqual([]);
});

test("where a field shows no ring itself, what it stands in does", () => {
  const bare = rules.filter(({ selector, body }) => /outline: none/.test(body) && !without.has(selector));
  expect(bare.length).toBeGreaterThan(0);
  for (const { file, selector } of bare) {
    const [outer, field] = selector.split(" ");
    const ring = rules.find((rule) => rule.file === file && rule.selector === `${outer}:has(${field})`);
    expect(`${file}: ${selector} ${ring?.body}`).toContain("outline: 2px solid var(--accent)");
  }
});
