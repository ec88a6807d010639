import { sep } from "node:path";
import { expect, test } from "vitest";
import { shortFolder } from "../../electron/main/short-folder.ts";

test.skipIf(sep !== "/").each([
  ["/home/ann", "~"],
  ["/home/ann/data/films", "~/data/films"],
  ["/home/anna/data", "/home/anna/data"],
  ["/home", "/home"],
  ["/home/ann/..data", "~/..data"],
  ["/media/stick", "/media/stick"],
])("%s is written %s", (folder, short) => {
  expect(shortFolder(folder, "/home/ann")).toBe(short);
});

test("without a home folder nothing is below it", () => {
  expect(shortFolder("/data", "")).toBe("/data");
  expect(shortFolder("/data", "/")).toBe("/data");
});
