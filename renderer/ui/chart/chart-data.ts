/** What a chart draws, whoever made it: numbers and words, no rows and no columns. */

/** A place along the axis: a number, a point in time (milliseconds since 1970), or one of the `categories` by its number. */
export type Point = readonly [x: number, y: number];

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface ChartAxis {
  readonly name: string;
  readonly kind: "value" | "time" | "category";
  /** What stands at the places 0, 1, 2 … of a category axis. */
  readonly categories?: readonly string[];
}

export interface ChartData {
  readonly type: "line" | "bar" | "scatter" | "histogram" | "pie";
  readonly x: ChartAxis;
  /** What the other axis is called. */
  readonly yName: string;
  readonly series: readonly ChartSeries[];
  /** Edges of a histogram's steps: one more than there are points. */
  readonly edges?: readonly number[];
  /** Of a pie: the slice in which the smallest ones are put together. */
  readonly rest?: number;
}
