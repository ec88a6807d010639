/** A chart of rows, as it is kept: plain JSON, columns by name. */
import * as v from "valibot";

export const chartTypes = ["line", "bar", "scatter", "histogram", "pie"] as const;
export type ChartType = (typeof chartTypes)[number];

const Column = v.pipe(v.string(), v.maxLength(10_000));

export const ChartDefinitionSchema = v.object({
  type: v.picklist(chartTypes),
  /** What stands along the axis, or names the slices; null: the number of the row. */
  x: v.nullable(Column),
  /** What is drawn; a histogram and a pie take the first. */
  y: v.pipe(v.array(Column), v.maxLength(8)),
  /** Its values make a series each. */
  series: v.nullable(Column),
});
export type ChartDefinition = v.InferOutput<typeof ChartDefinitionSchema>;

/** What was kept, if it is a chart. */
export function readChart(kept: unknown): ChartDefinition | null {
  const parsed = v.safeParse(ChartDefinitionSchema, kept);
  return parsed.success ? parsed.output : null;
}

/** The chart as a comment before its query, so that it is kept where the query is kept. */
export function chartComment(chart: ChartDefinition): string {
  return `-- chart: ${JSON.stringify(chart)}`;
}

/** The chart in the comments before a statement: the last one counts. */
export function chartInComments(text: string): ChartDefinition | null {
  const [last] = [...text.matchAll(/^[ \t]*-- chart: (\{.*\})[ \t]*$/gm)].slice(-1);
  if (!last?.[1]) return null;
  try {
    return readChart(JSON.parse(last[1]));
  } catch {
    // A comment that only looks like one.
    return null;
  }
}
