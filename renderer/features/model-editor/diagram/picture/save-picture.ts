/** The picture of the diagram as a file: SVG, or PNG painted from that same SVG. */
import { askShell } from "../../../../rpc/shell-client.ts";
import { tableColours } from "../data/colours.ts";
import type { Palette, WrittenSvg } from "./write-svg.ts";

/** Pixels a side that Chromium's canvas takes, and pixels in all that are still no burden. */
const MOST_SIDE = 16_000;
const MOST_PIXELS = 120_000_000;
/** Twice the size: sharp where the picture is pasted. */
const SCALE = 2;

/** The colours of the page as it looks now, in a form that any program reads (tokens are oklch()). */
export function pagePalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const hex = (token: string): string => {
    if (!context) return "#808080";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = style.getPropertyValue(`--${token}`).trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  const tints = tableColours.map((name) => [name, { soft: hex(`tint-${name}-soft`), mark: hex(`tint-${name}-mark`) }]);
  return {
    paper: hex("surface-0"),
    box: hex("surface-0"),
    header: hex("surface-2"),
    border: hex("line-strong"),
    hairline: hex("line"),
    line: hex("line-strong"),
    ink: hex("text-1"),
    quiet: hex("text-3"),
    key: hex("accent-text"),
    tints: Object.fromEntries(tints) as Palette["tints"],
  };
}

/** Asks where to and saves; gives the file's name, or null when cancelled. Throws an AppError. */
export async function saveSvg({ svg }: WrittenSvg, name: string): Promise<string | null> {
  return askShell("file.save", { suggestedName: `${fileName(name)}.svg`, data: svg });
}

/** Asks where to and saves; gives the file's name and how much it was made smaller (1: twice the size, as asked). */
export async function savePng(written: WrittenSvg, name: string): Promise<{ name: string | null; shrunk: number }> {
  const scale = Math.min(
    SCALE,
    MOST_SIDE / Math.max(written.width, written.height, 1),
    Math.sqrt(MOST_PIXELS / Math.max(written.width * written.height, 1)),
  );
  const address = URL.createObjectURL(new Blob([written.svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(written.width, written.height);
    image.src = address;
    await image.decode();
    const width = Math.max(1, Math.round(written.width * scale));
    const height = Math.max(1, Math.round(written.height * scale));
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    const blob = await canvas.convertToBlob({ type: "image/png" });
    const data = new Uint8Array(await blob.arrayBuffer());
    const saved = await askShell("file.save", { suggestedName: `${fileName(name)}.png`, data });
    return { name: saved, shrunk: scale / SCALE };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The database's name without its ending, and without what no file may be called. */
function fileName(name: string): string {
  const plain = name.replace(/\.(db3?|s3db|sl3|sqlite3?)$/i, "").replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, "-");
  return `${plain.slice(0, 100)} diagram`;
}
