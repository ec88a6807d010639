/** The picture: well-formed XML whatever things are called, and all that is shown is in it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type TableColour, tableColours } from "../../../../renderer/features/model-editor/diagram/data/colours.ts";
import { diagramOf } from "../../../../renderer/features/model-editor/diagram/data/diagram-data.ts";
import { boxesOf } from "../../../../renderer/features/model-editor/diagram/layout/boxes.ts";
import { withPlaces } from "../../../../renderer/features/model-editor/diagram/layout/keep-places.ts";
import { routesOf } from "../../../../renderer/features/model-editor/diagram/layout/routes.ts";
import { cutTo, svgText } from "../../../../renderer/features/model-editor/diagram/picture/svg-text.ts";
import { type Palette, writeSvg } from "../../../../renderer/features/model-editor/diagram/picture/write-svg.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import { oddNames } from "../../../fixtures/odd-names.ts";
import { made, measure, schemaOf } from "./made.ts";

const palette: Palette = {
  paper: "#ffffff",
  box: "#fefefe",
  header: "#eeeeee",
  border: "#999999",
  hairline: "#dddddd",
  line: "#777777",
  ink: "#111111",
  quiet: "#555555",
  key: "#3344bb",
  tints: Object.fromEntries(
    tableColours.map((name, at) => [name, { soft: `#ff00${at}0`, mark: `#00ff${at}0` }]),
  ) as Palette["tints"],
};

function pictureOf(data: ReturnType<typeof made>, colours = new Map<string, TableColour>()): string {
  const boxes = withPlaces(boxesOf(data, "all", measure), data.keys, new Map());
  return writeSvg({
    title: 'Diagram of <odd> & "names"',
    boxes,
    tables: new Map(data.tables.map((table) => [table.id, table])),
    routes: routesOf(data.keys, boxes),
    colours,
    palette,
    measure,
  }).svg;
}

/**
 * Reads XML strictly, as far as we write it: elements nest, attributes are quoted and once each, text and values hold no
 * `<` and no `&` but of an entity that XML knows, and no character that XML forbids. Throws at the first fault.
 */
function readXml(xml: string): { texts: string[]; elements: string[] } {
  const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(xml);
  if (forbidden) throw new Error(`a character that XML forbids: ${forbidden[0].codePointAt(0)}`);
  const decode = (text: string) =>
    text.replaceAll(/&([^;\s]*;?)|[<>]/g, (whole, name: string) => {
      const known: Record<string, string> = { "amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'" };
      const character = known[name];
      if (character === undefined) throw new Error(`not escaped: ${whole}`);
      return character;
    });
  const open: string[] = [];
  const texts: string[] = [];
  const elements: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const piece = /<(\/?)([a-z]+)((?:\s+[A-Za-z:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/y;
  for (let at = 0; at < body.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const match = piece.exec(body);
    if (!match) throw new Error(`not well-formed at ${JSON.stringify(body.slice(at, at + 60))}`);
    const [, closing, name, attributes = "", empty, text] = match;
    if (text !== undefined) {
      const last = open.at(-1);
      if (last === undefined && text.trim() !== "") throw new Error("text outside of the root");
      const read = decode(text);
      if (last === "text" || last === "title") texts.push(read);
      continue;
    }
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const given = [...attributes.matchAll(/([A-Za-z:-]+)="([^"]*)"/g)];
    if (new Set(given.map(([, key]) => key)).size !== given.length) throw new Error("an attribute twice");
    for (const [, , value = ""] of given) decode(value);
    elements.push(name ?? "");
    if (!empty) open.push(name ?? "");
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(" ")}`);
  return { texts, elements };
}

test("the reader of these tests finds faults", () => {
  for (const bad of [
    "<a><b></a></b>",
    "<a>&</a>",
    '<a x="<"/>',
    "<a>\u0001</a>",
    "<a",
    '<a x="1" x="2"/>',
    "<text>&nbsp;</text>",
  ]) {
    expect(() => readXml(bad)).toThrow(/./);
  }
});

test("tables, columns, types and what keys mean are text in it; no script, no style sheet, no address", () => {
  const svg = pictureOf(made([3, 2], [[1, 0]]));
  const { texts, elements } = readXml(svg);
  expect(texts).toEqual(expect.arrayContaining(["t0", "t1", "c0", "c2", "INTEGER", "t1.c0 → t0.c0"]));
  expect(new Set(elements)).toEqual(new Set(["svg", "title", "rect", "g", "path", "circle", "text"]));
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/http|url\(|href|style/);
});

test("colours of tables are in it", () => {
  const svg = pictureOf(made([2, 2], []), new Map([["t0", "teal"]]));
  expect(svg).toContain(palette.tints.teal.soft);
  expect(svg).toContain(palette.tints.teal.mark);
  expect(svg).not.toContain(palette.tints.red.soft);
});

test("names that SQLite allows and XML does not are still well-formed, and are read back as they are", async () => {
  const hostile = [
    ...oddNames,
    "</text><script>alert(1)</script>",
    "a\u0000b".replace("\u0000", "\u0001"),
    "]]>",
    "&amp;",
    'x" onload="alert(1)',
    "\uFFFF",
  ];
  const ddl = hostile
    .map(
      (name, at) =>
        `CREATE TABLE ${quoteName(`${name}${at}`)}(${quoteName(name === "" ? "x" : name)} TEXT, id INTEGER PRIMARY KEY);`,
    )
    .join("\n");
  const data = diagramOf(await schemaOf(ddl));
  expect(data.tables.length).toBe(hostile.length);
  const { texts, elements } = readXml(pictureOf(data));
  expect(texts).toContain("&amp;");
  expect(texts.some((text) => text.includes("<script>"))).toBe(true);
  expect(elements).not.toContain("script");
});

/** Any code units: controls, halves of pairs, what is no character. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

test("any text is well-formed, and short ones come back but for what XML cannot hold", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { texts } = readXml(`<text a="${svgText(text)}">${svgText(text)}.</text>`);
      // oxlint-disable-next-line no-control-regex -- what XML cannot hold
      const plain = text.replaceAll(/[\t\n\r]/g, " ").replaceAll(/[\u0000-\u001F\uFFFE\uFFFF]/g, "\uFFFD");
      expect(texts.join("")).toBe(`${plain.toWellFormed()}.`);
    }),
  );
});

test("a text is cut where it no longer fits, never within a character", () => {
  const width = (text: string) => [...text].length;
  expect(cutTo("short", 5, width)).toBe("short");
  expect(cutTo("longer than that", 5, width)).toBe("long…");
  expect(cutTo("😀😀😀😀", 3, width)).toBe("😀😀…");
  expect(cutTo("x".repeat(1_000_000), 10, width)).toBe(`${"x".repeat(9)}…`);
  expect(cutTo("any", 0, width)).toBe("…");
});
