import { describe, expect, test } from "vitest";
import { formatAccelerator, matches, parseAccelerator } from "../../../renderer/app/commands/accelerator.ts";
import { commandSpecs } from "../../../src-shared/rpc/command-ids.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("matches", () => {
  test.each([
    ["CmdOrCtrl+S", press("s", { ctrlKey: true }), true],
    ["CmdOrCtrl+S", press("S", { ctrlKey: true, shiftKey: true }), false],
    ["CmdOrCtrl+Shift+P", press("P", { ctrlKey: true, shiftKey: true }), true],
    ["CmdOrCtrl+Plus", press("+", { ctrlKey: true, shiftKey: true }), true],
    ["CmdOrCtrl+Plus", press("+", { ctrlKey: true }), true],
    ["F5", press("F5"), true],
    ["F5", press("F5", { shiftKey: true }), false],
    ["Alt+Delete", press("Delete", { altKey: true }), true],
    ["Ctrl+Tab", press("Tab", { ctrlKey: true }), true],
    ["Alt+Left", press("ArrowLeft", { altKey: true }), true],
    ["Alt+Left", press("ArrowLeft"), false],
    ["Alt+Shift+Down", press("ArrowDown", { altKey: true, shiftKey: true }), true],
    ["CmdOrCtrl+S", press("s", { metaKey: true }), false],
  ])("%s", (accelerator, event, expected) => {
    expect(matches(event, parseAccelerator(accelerator, false))).toBe(expected);
  });
  test("on macOS CmdOrCtrl is Command", () => {
    expect(matches(press("s", { metaKey: true }), parseAccelerator("CmdOrCtrl+S", true))).toBe(true);
  });
});

test("keys are written as the machine's people read them", () => {
  expect(formatAccelerator("CmdOrCtrl+Shift+P", false)).toBe("Ctrl+Shift+P");
  expect(formatAccelerator("CmdOrCtrl+Shift+P", true)).toBe("⇧⌘P");
  expect(formatAccelerator("CmdOrCtrl+Plus", false)).toBe("Ctrl++");
  expect(formatAccelerator("Alt+Right", false)).toBe("Alt+Right");
});

test("no command has a key of the system, or one that opens a menu", () => {
  const systems = [
    "Alt+F4",
    "Alt+Tab",
    "Alt+Space",
    "F10",
    "Shift+F10",
    "CmdOrCtrl+Q",
    "CmdOrCtrl+Space",
    "CmdOrCtrl+H",
  ];
  const taken = commandSpecs.flatMap((spec) => ("key" in spec ? [spec.key] : []));
  expect(taken.filter((key) => systems.includes(key) || /^Alt\+[A-Z]$/.test(key))).toEqual([]);
});

test("no two commands have the same key", () => {
  const strokes = commandSpecs.flatMap((spec) =>
    "key" in spec ? [JSON.stringify(parseAccelerator(spec.key, false))] : [],
  );
  expect(new Set(strokes).size).toBe(strokes.length);
});
