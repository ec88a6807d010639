import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { SetupError } from "../../build/runtime/say.ts";
import { checkIntegrity, UNOFFICIAL } from "../../build/runtime/unofficial.ts";

const file = path.join(mkdtempSync(path.join(tmpdir(), "joinery-integrity-")), "copy.tgz");
const CONTENT = "not an Electron";
writeFileSync(file, CONTENT);

test("a download that is not the pinned one is refused with a sentence", async () => {
  const refused = checkIntegrity(file, UNOFFICIAL.integrity);
  await expect(refused).rejects.toBeInstanceOf(SetupError);
  await expect(refused).rejects.toThrow(/copy\.tgz is not the file that was pinned.*was not used/s);
});

test("the pinned one is accepted", async () => {
  const integrity = `sha512-${createHash("sha512").update(CONTENT).digest("base64")}`;
  await expect(checkIntegrity(file, integrity)).resolves.toBeUndefined();
});

test("the pin is a whole SHA-512 of one exact version", () => {
  expect(Buffer.from(UNOFFICIAL.integrity.replace("sha512-", ""), "base64")).toHaveLength(64);
  expect(UNOFFICIAL.version).toMatch(/^\d+\.\d+\.\d+$/);
});
