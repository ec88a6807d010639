/** The JSON tree: where everything stands, and changes that touch nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewEntries, jsonRows, pathKey, valueWords } from "../../../renderer/values/json-rows.ts";
import {
  editedText,
  freeName,
  type JsonNode,
  jsonTree,
  typedJson,
  withEntry,
  withName,
  withNode,
  withoutEntry,
} from "../../../renderer/values/json-tree.ts";

const tree = (text: string): JsonNode => {
  const root = jsonTree(text);
  if (!root) throw new Error("no JSON");
  return root;
};

/** Every node with the path that leads to it. */
function nodes(node: JsonNode, path: (string | number)[] = []): { node: JsonNode; path: (string | number)[] }[] {
  return [{ node, path }, ...node.entries.flatMap((entry, i) => nodes(entry.node, [...path, entry.name ?? i]))];
}

const at = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce((inner, step) => (inner as Record<string | number, unknown>)[step], value);

const anyJson = fc.tuple(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2, "\t"));

describe("a JSON text", () => {
  it("is cut into its values", () => {
    fc.assert(
      fc.property(anyJson, ([value, space]) => {
        const text = JSON.stringify(value, null, space);
        for (const { node, path } of nodes(tree(text))) {
          expect(JSON.parse(text.slice(node.start, node.end))).toEqual(at(JSON.parse(text), path));
        }
      }),
    );
  });

  it("is changed in one place and nowhere else", () => {
    fc.assert(
      fc.property(anyJson, fc.nat(), fc.jsonValue(), ([value, space], pick, next) => {
        const text = JSON.stringify(value, null, space);
        const all = nodes(tree(text));
        const chosen = all[pick % all.length];
        if (!chosen) return;
        const put = JSON.stringify(next);
        const changed = withNode(text, chosen.node, put);
        expect(changed.length).toBe(text.length - (chosen.node.end - chosen.node.start) + put.length);
        expect(at(JSON.parse(changed), chosen.path)).toEqual(JSON.parse(put));
      }),
    );
  });

  it("loses and gains entries, and is JSON all the time", () => {
    fc.assert(
      fc.property(anyJson, fc.nat(), fc.nat(), ([value, space], pick, place) => {
        const text = JSON.stringify(value, null, space);
        const groups = nodes(tree(text)).filter(({ node }) => node.kind !== "scalar");
        const chosen = groups[pick % Math.max(1, groups.length)];
        if (!chosen) return;
        const { node, path } = chosen;
        const name = node.kind === "object" ? freeName(node) : null;
        const grown = at(JSON.parse(withEntry(text, node, name, "7")), path);
        if (name === null) expect((grown as unknown[]).at(-1)).toBe(7);
        else expect(Object.getOwnPropertyDescriptor(grown, name)?.value).toBe(7);
        if (node.entries.length === 0) return;
        const index = place % node.entries.length;
        const shrunk = at(JSON.parse(withoutEntry(text, node, index)), path) as object;
        expect(Object.keys(shrunk)).toHaveLength(node.entries.length - 1);
      }),
    );
  });

  it("keeps large integers, blanks, repeated names and indents", () => {
    const text = '{ "a" : 9007199254740993,\n  "a":1.0, "b": [1,  2] }';
    const root = tree(text);
    expect(root.entries.map((entry) => entry.name)).toEqual(["a", "a", "b"]);
    const second = root.entries[1];
    expect(second && withNode(text, second.node, "2.50")).toBe('{ "a" : 9007199254740993,\n  "a":2.50, "b": [1,  2] }');
    expect(second && withName(text, second, 'x"')).toBe('{ "a" : 9007199254740993,\n  "x\\"":1.0, "b": [1,  2] }');
    expect(withoutEntry(text, root, 0)).toBe('{ "a":1.0, "b": [1,  2] }');
    const list = root.entries[2]?.node;
    expect(list && withEntry(text, list, null, "3")).toContain("[1,  2,  3]");
    const indented = '{\n  "a": 1\n}';
    expect(withEntry(indented, tree(indented), "b", "2")).toBe('{\n  "a": 1,\n  "b": 2\n}');
  });

  it("is none, or too deep", () => {
    expect(jsonTree("{a: 1}")).toBeNull();
    expect(jsonTree("")).toBeNull();
    expect(jsonTree("[".repeat(2000) + "]".repeat(2000))).toBeNull();
  });
});

describe("what is typed", () => {
  it("over a text is a text, else JSON where it is some", () => {
    expect(typedJson("5", true)).toBe('"5"');
    expect(typedJson("5", false)).toBe("5");
    expect(typedJson(" null ", false)).toBe("null");
    expect(typedJson("hello", false)).toBe('"hello"');
    expect(typedJson("", false)).toBe('""');
    expect(editedText('"a\\nb"', tree('"a\\nb"'))).toEqual({ text: "a\nb", isText: true });
  });
});

describe("lines", () => {
  it("are what is unfolded, long lists cut until they are wanted", () => {
    const text = JSON.stringify({ list: Array.from({ length: 1000 }, (_, i) => i), o: {} });
    const root = tree(text);
    expect(jsonRows(root, new Set(), new Set()).map((row) => row.key)).toEqual([""]);
    const rows = jsonRows(root, new Set(["", "0"]), new Set());
    expect(rows).toHaveLength(1 + 2 + fewEntries + 1);
    expect(rows.find((row) => row.more > 0)).toMatchObject({ more: 800, level: 3 });
    expect(jsonRows(root, new Set(["", "0"]), new Set([pathKey([0])]))).toHaveLength(1003);
    expect(rows[1] && valueWords(text, rows[1].node)).toBe("[ 1,000 items ]");
    expect(rows.at(-1)).toMatchObject({ name: "o", isNamed: true });
  });
});
