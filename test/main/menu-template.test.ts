import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, test } from "vitest";
import { menuTemplate } from "../../electron/main/menu-template.ts";
import { mnemonicOf, withMnemonics } from "../../electron/main/mnemonics.ts";
import { commandSpecs } from "../../src-shared/rpc/command-ids.ts";

type Item = MenuItemConstructorOptions;

const actions = { run() {}, openRecent() {}, newWindow() {}, quit() {} };
const recent = Array.from({ length: 20 }, (_, at) => ({ id: String(at), path: `/home/ann/data/r&d/file ${at}.db` }));
const menuOf = (mac: boolean, packaged = true): Item[] =>
  menuTemplate(actions, { recent, theme: "system", enabled: {} }, { mac, packaged, name: "Joinery" });

/** A menu, and all that open from it, each with the way to it. */
function* menus(items: readonly Item[], way = "menu bar"): Generator<{ way: string; items: readonly Item[] }> {
  yield { way, items };
  for (const { label, submenu } of items) if (Array.isArray(submenu)) yield* menus(submenu, `${way} ▸ ${label}`);
}

/** What a label reads as. */
const wordsOf = (label: string) => label.replace(/&(.)/g, "$1");

describe.each([
  { system: "Windows and Linux", mac: false },
  { system: "macOS", mac: true },
])("the menu bar of $system", ({ mac }) => {
  test("has every command once, under its title, with its key", () => {
    const all = [...menus(menuOf(mac))].flatMap(({ items }) => items);
    for (const spec of commandSpecs) {
      const found = all.filter(({ id }) => id === spec.id);
      expect(found.map(({ label = "" }) => wordsOf(label))).toEqual([spec.title]);
      expect(found[0]?.accelerator).toBe("key" in spec ? spec.key : undefined);
    }
  });

  test("draws no line at an end of a menu, and no two in a row", () => {
    for (const { way, items } of menus(menuOf(mac))) {
      const lines = items.map(({ type }) => (type === "separator" ? "-" : "x")).join("");
      expect(`${way}: ${lines}`).not.toMatch(/: -|--|-$/);
    }
  });
});

test.each([true, false])("every item has a letter of its own in its menu (packaged: %s)", (packaged) => {
  for (const { way, items } of menus(menuOf(false, packaged))) {
    const named = items.filter(({ type }) => type !== "separator");
    const letters = named.map(({ label = "" }) => mnemonicOf(label));
    expect({ way, letters }).toEqual({ way, letters: expect.not.arrayContaining([null]) });
    expect({ way, different: new Set(letters).size }).toEqual({ way, different: named.length });
  }
});

test("the top menus keep the letters they have, and macOS is given none", () => {
  expect(menuOf(false).map(({ label }) => label)).toEqual([
    "&File",
    "&Edit",
    "&View",
    "&Session",
    "S&chema",
    "&Query",
    "&Help",
  ]);
  for (const { items } of [...menus(menuOf(true))].slice(1)) {
    for (const { label = "" } of items) if (!label.includes("r&&d")) expect(mnemonicOf(label)).toBeNull();
  }
});

test("a letter is found wherever there is one, first letters of words first", () => {
  const letters = (...labels: string[]) => withMnemonics(labels.map((label) => ({ label }))).map(({ label }) => label);
  expect(letters("Copy", "Cut", "Close Tab")).toEqual(["&Copy", "C&ut", "Close &Tab"]);
  // The last one takes the only letter it has; the others make way.
  expect(letters("ab", "ac", "a")).toEqual(["a&b", "a&c", "&a"]);
  expect(letters("R&&D", "Redo")).toEqual(["&R&&D", "R&edo"]);
});
