import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeEmptyDatabase, placeOfAddress, realPlace } from "../../electron/main/database-place.ts";
import { plainFileName } from "../../src-shared/formats/plain-file-name.ts";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "joinery-place-")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("placeOfAddress", () => {
  const cwd = resolve("/home/ada");
  test.each([
    ["a.db", { kind: "file", path: resolve(cwd, "a.db"), readOnly: false }],
    ["~/a.db", { kind: "file", path: join(homedir(), "a.db"), readOnly: false }],
    ["~ada.db", { kind: "file", path: resolve(cwd, "~ada.db"), readOnly: false }],
    ["sqlite:///a.db", { kind: "file", path: resolve(cwd, "a.db"), readOnly: false }],
    ["sqlite:////a.db?mode=ro", { kind: "file", path: resolve("/a.db"), readOnly: true }],
    [":memory:", { kind: "memory" }],
    ["sqlite://", { kind: "memory" }],
  ])("%s", (text, place) => {
    expect(placeOfAddress(text, cwd, false)).toEqual(place);
  });

  test.each(["", "  ", "a\0.db", "postgresql://localhost/x"])("refuses %j with a sentence", (text) => {
    expect(() => placeOfAddress(text, cwd, false)).toThrow(
      expect.objectContaining({
        data: { code: "file.badName", message: expect.any(String), next: expect.any(String) },
      }),
    );
  });
});

test("all names of a file are one place, also of a file that is not there yet", async () => {
  const file = join(folder, "one.db");
  writeFileSync(file, "");
  symlinkSync(file, join(folder, "other.db"));
  symlinkSync(folder, join(folder, "here"));
  expect(await realPlace(join(folder, "other.db"))).toBe(file);
  expect(await realPlace(join(folder, "here", "one.db"))).toBe(file);
  expect(await realPlace(join(folder, "here", "new.db"))).toBe(join(folder, "new.db"));
});

test("a new database never overwrites a file", async () => {
  const made = await makeEmptyDatabase(join(folder, "fresh"));
  expect(made).toBe(join(folder, "fresh.db"));
  writeFileSync(made, "precious");
  await expect(makeEmptyDatabase(made)).rejects.toThrow("already");
  expect(readFileSync(made, "utf8")).toBe("precious");
});

test.each([
  ["../../etc/passwd", "_.._etc_passwd"],
  ["..\\x", "_x"],
  [".bashrc", "bashrc"],
  ["a\0b\n.png", "a_b_.png"],
  ["...", "untitled"],
  ["poster.png", "poster.png"],
  ["CON", "_CON"],
  ["aux.sql", "_aux.sql"],
  ["LPT1 .txt", "_LPT1 .txt"],
  ["console", "console"],
  ["\u202egpj.exe", "_gpj.exe"],
  ["\u200b\u00ad", "untitled"],
  ["نام\u200cها", "نام\u200cها"],
])("a suggested name %j is only a name", (suggested, name) => {
  expect(plainFileName(suggested)).toBe(name);
});
