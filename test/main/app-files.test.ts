import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileOfUrl } from "../../electron/main/app-files.ts";

let outside: string;
let page: string;

beforeAll(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), "joinery-app-files-")));
  page = join(outside, "page");
  mkdirSync(join(page, "assets"), { recursive: true });
  writeFileSync(join(page, "index.html"), "page");
  writeFileSync(join(page, "assets/index-Ab_1.js"), "script");
  writeFileSync(join(page, ".hidden.json"), "hidden");
  writeFileSync(join(page, "notes.txt"), "not served");
  writeFileSync(join(outside, "secret.json"), "secret");
  mkdirSync(join(outside, "page-beside"));
  writeFileSync(join(outside, "page-beside/secret.json"), "secret");
  symlinkSync(join(outside, "secret.json"), join(page, "link.json"));
  symlinkSync(outside, join(page, "up"));
});

afterAll(() => rmSync(outside, { recursive: true, force: true }));

describe("fileOfUrl", () => {
  test("gives the files of the page", async () => {
    expect(await fileOfUrl(page, "app://joinery/index.html")).toBe(join(page, "index.html"));
    expect(await fileOfUrl(page, "app://joinery/assets/index-Ab_1.js?v=1#x")).toBe(join(page, "assets/index-Ab_1.js"));
  });

  test("works when the folder itself is reached by a symbolic link", async () => {
    const link = join(outside, "link-to-page");
    symlinkSync(page, link);
    expect(await fileOfUrl(link, "app://joinery/index.html")).toBe(join(page, "index.html"));
  });

  test.each([
    "app://joinery/",
    "app://joinery/assets",
    "app://joinery/missing.html",
    "app://joinery/../secret.json",
    "app://joinery/%2e%2e/secret.json",
    "app://joinery/..%2fsecret.json",
    "app://joinery/%2e%2e%2fsecret.json",
    "app://joinery/assets/..%2f..%2fsecret.json",
    "app://joinery/..%5csecret.json",
    "app://joinery/..%2fpage-beside/secret.json",
    "app://joinery//etc/passwd",
    "app://joinery/%2fetc/passwd",
    "app://joinery/index.html%00.png",
    "app://joinery/%00",
    "app://joinery/%",
    "app://joinery/%c0%ae%c0%ae/secret.json",
    "app://joinery/link.json",
    "app://joinery/up/secret.json",
    "app://joinery/.hidden.json",
    "app://joinery/notes.txt",
    "app://other/index.html",
    "app://joinery.evil/index.html",
    "app://joinery:1/index.html",
    "file:///etc/passwd",
    "https://joinery/index.html",
    "not a url",
    "",
  ])("refuses %s", async (url) => {
    expect(await fileOfUrl(page, url)).toBeNull();
  });
});
