import fc from "fast-check";
import { expect, it } from "vitest";
import { fitText } from "../../../renderer/ui/data-grid/fit-text.ts";

/** Measures as a font whose letters are 3 to 11 pixels wide would; counts how often it is asked. */
function context() {
  const asked: string[] = [];
  const measureText = (text: string) => {
    asked.push(text);
    let width = 0;
    for (let i = 0; i < text.length; i++) width += 3 + ((text.charCodeAt(i) * 7) % 9);
    return { width };
  };
  return { asked, measureText, canvas: { measureText } as unknown as CanvasRenderingContext2D };
}

let fonts = 0;

it("gives the longest beginning that fits, never half a character", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: "grapheme", maxLength: 60 })),
      fc.integer({ min: 1, max: 500 }),
      (text, width) => {
        const { canvas, measureText } = context();
        const fitted = fitText(canvas, `font ${fonts++}`, text, width);
        if (measureText(text).width <= width) return fitted === text;
        const kept = fitted.slice(0, -1);
        const longer = `${text.slice(0, kept.length + 2)}…`;
        return (
          fitted.endsWith("…") &&
          text.startsWith(kept) &&
          (kept === "" || measureText(fitted).width <= width) &&
          (kept.length + 2 > text.length || measureText(longer).width > width) &&
          kept.isWellFormed() >= text.isWellFormed()
        );
      },
    ),
  );
});

it("measures a text of many letters only a few times, and never again", () => {
  const { asked, canvas } = context();
  const text = "event 123456 of customer 78901, seen by somebody who went on to another page".repeat(4);
  const fitted = fitText(canvas, "one font", text, 240);
  expect(asked.length).toBeLessThanOrEqual(8);
  const before = asked.length;
  expect(fitText(canvas, "one font", text, 240.4)).toBe(fitted);
  expect(asked).toHaveLength(before);
});
