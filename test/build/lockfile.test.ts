import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completed, type Lockfile, missingPlatforms, platformOf } from "../../build/lockfile/complete.ts";

const real = () => JSON.parse(readFileSync("package-lock.json", "utf8")) as Lockfile;

describe("package-lock.json", () => {
  test("holds the native packages of all platforms, or npm ci refuses it everywhere", () => {
    expect(missingPlatforms(real())).toEqual([]);
  });

  test("names no registry, so that everybody's own is asked", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved": "http');
  });
});

describe("completing a lockfile", () => {
  const lock: Lockfile = {
    packages: {
      "": {},
      "node_modules/tool": {
        version: "1.2.3",
        dev: true,
        optionalDependencies: { "@tool/linux-x64": "1.2.3", "@tool/darwin-arm64": "1.2.3" },
      },
      "node_modules/@tool/linux-x64": { version: "1.2.3", optional: true },
      "node_modules/a/node_modules/b": { version: "1.0.0", optionalDependencies: { c: "1.0.0" } },
      "node_modules/a/node_modules/c": { version: "1.0.0" },
    },
  };

  test("what Node would find from the parent is not missing", () => {
    expect(missingPlatforms(lock)).toEqual([
      { parent: "node_modules/tool", name: "@tool/darwin-arm64", version: "1.2.3" },
    ]);
  });

  test("adds exactly the missing ones", () => {
    const { packages } = completed(lock);
    expect(packages["node_modules/@tool/darwin-arm64"]).toEqual({
      version: "1.2.3",
      dev: true,
      optional: true,
      os: ["darwin"],
      cpu: ["arm64"],
    });
    expect(Object.keys(packages)).toHaveLength(6);
  });

  test("a name says its platform, or is refused", () => {
    expect(platformOf("@oxlint/binding-linux-arm-musleabihf")).toEqual({ os: ["linux"], cpu: ["arm"], libc: ["musl"] });
    expect(platformOf("@swc/core-win32-ia32-msvc")).toEqual({ os: ["win32"], cpu: ["ia32"] });
    expect(platformOf("@swc/core-linux-s390x-gnu")).toEqual({ os: ["linux"], cpu: ["s390x"], libc: ["glibc"] });
    expect(platformOf("left-pad")).toBeNull();
  });
});
