import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readArguments } from "../../electron/main/arguments.ts";

const cwd = resolve("/home/ada");

test("files are made absolute, addresses stay, the app's own folder is none of them", () => {
  const read = readArguments(
    [resolve("/app"), "a b.db", "../x.db", ":memory:", "sqlite:///rel.db"],
    cwd,
    resolve("/app"),
  );
  expect(read.files).toEqual([resolve(cwd, "a b.db"), resolve("/home/x.db"), ":memory:", "sqlite:///rel.db"]);
  expect(read).toMatchObject({ readOnly: false, table: undefined, screenshot: undefined });
});

test("options in either spelling", () => {
  expect(readArguments(["--readonly", "--table", "orders", "f.db"], cwd, null)).toMatchObject({
    files: [resolve(cwd, "f.db")],
    readOnly: true,
    table: "orders",
  });
  expect(readArguments(["f.db", "-t", "orders", "--screenshot=out.png"], cwd, null)).toMatchObject({
    table: "orders",
    screenshot: resolve(cwd, "out.png"),
  });
});

test("Chromium's and Electron's switches are passed over with their values", () => {
  const words = [
    "--no-sandbox",
    "--inspect=0",
    "--remote-debugging-port=0",
    "-r",
    "/loader.js",
    "--user-data-dir=/u",
    "f.db",
  ];
  expect(readArguments(words, cwd, null).files).toEqual([resolve(cwd, "f.db")]);
});

test("what follows -- is a file, whatever it looks like", () => {
  expect(readArguments(["--", "--readonly"], cwd, null)).toMatchObject({
    files: [resolve(cwd, "--readonly")],
    readOnly: false,
  });
});
