/** How wide texts are in the grid's fonts, for columns that begin as wide as what they hold. */

let context: CanvasRenderingContext2D | null | undefined;
let fonts = { data: "", head: "", type: "" };

function measurer(): CanvasRenderingContext2D | null {
  if (context === undefined) {
    context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
    const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    if (context) {
      const [face, size] = [token("--font-ui") || "sans-serif", token("--size-data") || "12px"];
      fonts = {
        data: `${size} ${face}`,
        head: `${token("--weight-strong") || 600} ${size} ${face}`,
        type: `10px ${face}`,
      };
    }
  }
  return context;
}

/** CSS pixels that a text takes; an estimate where nothing can be measured (tests). At most 200 characters are looked at. */
export function textWidth(text: string, font: "data" | "head" | "type" = "data"): number {
  const short = text.slice(0, 200);
  const canvas = measurer();
  if (!canvas) return short.length * (font === "type" ? 6 : 7.5);
  canvas.font = fonts[font];
  return canvas.measureText(short).width;
}
