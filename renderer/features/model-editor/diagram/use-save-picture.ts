import { toast } from "sonner";
import { toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { pageMeasure } from "./canvas/measure-text.ts";
import type { DiagramState } from "./canvas/use-diagram.ts";
import type { TableColour } from "./data/colours.ts";
import { pagePalette, savePng, saveSvg } from "./picture/save-picture.ts";
import { writeSvg } from "./picture/write-svg.ts";

/** Saves what is shown, as it looks now; says where, or why not. */
export function useSavePicture(title: string, state: DiagramState): (kind: "svg" | "png") => Promise<void> {
  return async (kind) => {
    const { part, placed, routes, colours } = state;
    const written = writeSvg({
      title: `Diagram of ${title}`,
      boxes: placed,
      tables: new Map(part.tables.map((table) => [table.id, table])),
      routes,
      colours: new Map<string, TableColour>(Object.entries(colours)),
      palette: pagePalette(),
      measure: pageMeasure(),
    });
    try {
      const { name, shrunk } =
        kind === "svg" ? { name: await saveSvg(written, title), shrunk: 1 } : await savePng(written, title);
      if (name === null) return;
      toast.success(`Saved ${name}`, {
        ...(shrunk < 1 && { description: "It was made smaller to fit into a PNG; an SVG is sharp at any size." }),
      });
    } catch (thrown) {
      const { message, next } = toAppErrorData(thrown);
      toast.error(message, { description: next });
    }
  };
}
