/** docs/cli.md says what the command does: every option of every help, every exit code, every format. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exitCodes } from "../../electron/cli/exit-codes.ts";
import { formats } from "../../electron/cli/formats/formats.ts";
import { cli } from "./run-cli.ts";

const docs = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");

/** The part of the page under a heading. */
function section(heading: string): string {
  const [, after = ""] = docs.split(`\n${heading}\n`);
  return after.split(/\n## /)[0] ?? "";
}

describe("docs/cli.md", () => {
  test.each(["exec", "schema", "open"])("describes every option of %s", async (verb) => {
    const { stdout } = await cli([verb, "--help"]);
    const options = stdout.match(/--[a-z-]+/g) ?? [];
    expect(options.length).toBeGreaterThan(1);
    const headings =
      verb === "schema"
        ? ["## joinery schema show", "## joinery schema plan, joinery schema apply"]
        : [`## joinery ${verb}`];
    const text = headings.map(section).join("\n");
    for (const option of options) expect(text).toContain(`\`${option}\``);
  });

  test("lists every exit code", () => {
    const listed = [...section("## Exit codes").matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCodes));
  });

  test("describes every format", () => {
    for (const name of Object.keys(formats)) expect(section("## joinery exec")).toContain(`| \`${name}\` |`);
  });
});
