import path from "node:path";
import { describe, expect, test } from "vitest";
import { appArguments } from "../../build/start/arguments.ts";

const cwd = path.resolve("/somewhere/else");
const args = (...given: string[]) => appArguments(given, cwd).args;

describe("arguments of npm start", () => {
  test("files are relative to the folder the user is in", () => {
    expect(args("a.db", "../b.db", path.resolve("/c.db"))).toEqual([
      path.join(cwd, "a.db"),
      path.resolve("/somewhere/b.db"),
      path.resolve("/c.db"),
    ]);
  });

  test("addresses are left to the app", () => {
    expect(args(":memory:", "sqlite:///rel.db", "sqlite://", "sqlite:////abs.db?mode=ro")).toEqual([
      ":memory:",
      "sqlite:///rel.db",
      "sqlite://",
      "sqlite:////abs.db?mode=ro",
    ]);
  });

  test("a value is not taken for a file, and a picture's path is made absolute", () => {
    expect(appArguments(["--screenshot", "a.png", "-t", "Album", "--readonly"], cwd)).toEqual({
      args: [`--screenshot=${path.join(cwd, "a.png")}`, "--table=Album", "--readonly"],
      opensSomething: false,
    });
  });

  test("switches of Chromium pass unchanged", () => {
    expect(args("--user-data-dir=/tmp/x", "--force-device-scale-factor=2")).toEqual([
      "--user-data-dir=/tmp/x",
      "--force-device-scale-factor=2",
    ]);
  });

  test("after -- everything is a file, even what looks like a switch", () => {
    expect(appArguments(["--", "--odd.db"], cwd)).toEqual({ args: [path.join(cwd, "--odd.db")], opensSomething: true });
  });
});
