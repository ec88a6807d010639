/** Diagrams for tests: from real schemas, and made at random. */
import type {
  DiagramData,
  DiagramKey,
  DiagramTable,
} from "../../../../renderer/features/model-editor/diagram/data/diagram-data.ts";
import type { MeasureText, PlacedBox } from "../../../../renderer/features/model-editor/diagram/layout/boxes.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import { joinEngine } from "../../../harness/port-pair.ts";

/** Every letter is seven pixels wide. */
export const measure: MeasureText = (text) => text.length * 7;

/** The schema that a script makes, read by the real engine. */
export async function schemaOf(sql: string): Promise<DatabaseSchema> {
  const joined = joinEngine({ kind: "memory" });
  try {
    const report = await joined.client.ask("console.run", { runId: "ddl", sql });
    const failed = report.statements.filter((statement) => statement.state !== "done");
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
    return await joined.client.ask("schema.read", undefined);
  } finally {
    joined.close();
  }
}

/** Tables t0, t1 … with so many columns each, and keys from one to another by their places. */
export function made(columns: readonly number[], pairs: readonly (readonly [number, number])[]): DiagramData {
  const tables = columns.map((count, at): DiagramTable => {
    const name = `t${at}`;
    return {
      id: name,
      object: { schema: "main", name },
      title: name,
      className: null,
      mayHaveKeys: true,
      former: null,
      mark: null,
      columns: Array.from({ length: count }, (_, column) => ({
        name: `c${column}`,
        type: "INTEGER",
        primaryKey: column === 0,
        foreignKey: column > 0,
        notNull: column === 0,
      })),
    };
  });
  const keys = pairs.map(([child, parent], at): DiagramKey => {
    const width = tables[child]?.columns.length ?? 1;
    return {
      id: `k${at}`,
      child: `t${child}`,
      parent: `t${parent}`,
      childColumns: [at % width],
      parentColumns: [0],
      unique: false,
      optional: true,
      onUpdate: "NO ACTION",
      onDelete: "NO ACTION",
      isNew: false,
    };
  });
  return { tables, keys };
}

/** Pairs of boxes that lie over each other. */
export function overlaps(boxes: readonly PlacedBox[]): [string, string][] {
  return boxes.flatMap((a, at) =>
    boxes
      .slice(at + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b): [string, string] => [a.id, b.id]),
  );
}
