/** The contract is whole: each question belongs to its room, is answered, and is asked in a test. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { inRoot } from "../../build/tools/paths.ts";
import { engineContract, roomContracts } from "../../src-shared/rpc/engine-contract.ts";
import { makeDatabase } from "../fixtures/temp-database.ts";
import { type JoinedEngine, joinEngine } from "../harness/port-pair.ts";

const questions = Object.keys(engineContract);
function joinPlaces(): JoinedEngine {
  const path = makeDatabase(`
    CREATE TABLE place(country TEXT, zip TEXT, name TEXT, PRIMARY KEY(country, zip));
    INSERT INTO place VALUES ('DE', '10115', 'Berlin'), ('US', '10115', 'New York'), ('US', '73301', 'Austin');
  `);
  const joined = joinEngine({ kind: "file", path, readOnly: false });
  onTestFinished(() => joined.close());
  return joined;
}

describe("a question", () => {
  it.each(Object.entries(roomContracts))("of the room %s is named after it", (room, contract) => {
    expect(Object.keys(contract).filter((name) => !name.startsWith(`${room}.`))).toEqual([]);
  });

  it("has a handler, and no handler is without a question", () => {
    const { handlers } = joinPlaces().engine;
    expect(Object.keys(handlers).sort()).toEqual([...questions].sort());
    expect(Object.values(handlers).every((handler) => typeof handler === "function")).toBe(true);
  });

  it("is asked by name in a test, other than this one's list", () => {
    const tests = readdirSync(inRoot("test"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const text = tests.map((file) => readFileSync(join(inRoot("test"), file), "utf8")).join("\n");
    expect(questions.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
  });
});

describe("questions that only the page asks", () => {
  it("rows.keysOf gives the key of the one row with these values, null for several and for none", async () => {
    const table = { schema: "main", name: "place" };
    const { client } = joinPlaces();
    const keysOf = (columns: string[], values: string[][]) => client.ask("rows.keysOf", { table, columns, values });
    expect(
      await keysOf(
        ["country", "zip"],
        [
          ["US", "73301"],
          ["US", "00000"],
        ],
      ),
    ).toEqual({ keys: [[3n], null] });
    // A small table is looked through without an index; two rows with a zip are none.
    expect(await keysOf(["zip"], [["73301"], ["10115"]])).toEqual({ keys: [[3n], null] });
  });

  it("rows.replaceTexts replaces a literal in either case, and what a regular expression matches", async () => {
    const { client } = joinPlaces();
    const replace = (question: { text: string; regex: boolean; replacement: string }) =>
      client.ask("rows.replaceTexts", { texts: ["A.b a.B", "axb", "🎬.🎬"], caseSensitive: false, ...question });
    expect(await replace({ text: "a.b", regex: false, replacement: "$&" })).toEqual({
      texts: ["$& $&", "axb", "🎬.🎬"],
    });
    expect(await replace({ text: "(a).(b)", regex: true, replacement: "$2$1" })).toEqual({
      texts: ["bA Ba", "ba", "🎬.🎬"],
    });
    expect(await replace({ text: "🎬", regex: false, replacement: "x" })).toEqual({ texts: ["A.b a.B", "axb", "x.x"] });
  });
});
