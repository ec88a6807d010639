/** The text of a patch file (docs/patch-format.md): staged rows with their bases, values with their classes. Pure. */
import * as v from "valibot";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, ScalarSchema } from "../../../src-shared/model/cell.ts";
import { fromTagged, toTagged } from "../../../src-shared/model/cell-json.ts";
import type { Index } from "../../../src-shared/model/schema.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { type PortableKey, portableKeys } from "./portable-key.ts";
import { rowidColumn } from "./row-address.ts";
import { isNew, type SeenCell } from "./unit-of-work.ts";

export const PATCH_FORMAT = "joinery-patch";
/** Raised when the meaning of a file changes; a higher one was written by a newer Joinery. */
export const PATCH_VERSION = 1;

const ValueSchema = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      const value = fromTagged(dataset.value);
      if (v.is(ScalarSchema, value)) return value;
    } catch {
      // Told below: what fromTagged throws is not for users.
    }
    addIssue({ message: "is no value" });
    return NEVER;
  }),
);

const PreviewSchema = v.pipe(
  v.object({
    storage: v.picklist(["text", "blob"]),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    head: ValueSchema,
    damaged: v.optional(v.literal(true)),
  }),
  v.check(({ head }) => typeof head === "string" || head instanceof Uint8Array, "has no beginning"),
);

/** `{"preview": …}` for a value that was too large to be kept as base, or no valid text. */
const BaseSchema = v.union([
  v.pipe(
    v.strictObject({ preview: PreviewSchema }),
    v.transform(({ preview }) => preview as Cell),
  ),
  ValueSchema,
]);

const ColumnsSchema = v.array(v.object({ column: v.string(), base: BaseSchema }));
const RowSchema = v.variant("state", [
  v.object({
    state: v.literal("new"),
    table: v.object({ schema: v.string(), name: v.string() }),
    newId: v.pipe(v.string(), v.maxLength(64)),
    values: v.array(v.object({ column: v.string(), value: ValueSchema })),
  }),
  v.object({
    state: v.literal("dirty"),
    table: v.object({ schema: v.string(), name: v.string() }),
    key: v.pipe(v.array(v.object({ column: v.string(), value: ValueSchema })), v.minLength(1)),
    witness: v.optional(ColumnsSchema, []),
    values: v.pipe(v.array(v.object({ column: v.string(), base: BaseSchema, value: ValueSchema })), v.minLength(1)),
  }),
  v.object({
    state: v.literal("deleted"),
    table: v.object({ schema: v.string(), name: v.string() }),
    key: v.pipe(v.array(v.object({ column: v.string(), value: ValueSchema })), v.minLength(1)),
    values: ColumnsSchema,
  }),
]);
const PatchSchema = v.object({ format: v.literal(PATCH_FORMAT), version: v.number(), rows: v.array(RowSchema) });

/** One row of a patch file, checked and with its values as they are. */
export type PatchRow = v.InferOutput<typeof RowSchema>;

/** Staged rows as the text of a patch file; `indexes` are those of the database. */
export function writePatch(rows: readonly PlannedRow[], indexes: readonly Index[]): string {
  const keyOf = portableKeys(indexes);
  const linked = new Set(rows.flatMap(({ entry }) => entry.links?.map(({ to }) => to) ?? []));
  const lines = rows.map((row) => JSON.stringify(toJson(row, keyOf(row), linked.has(row.entry.staged.id))));
  return `{"format":"${PATCH_FORMAT}","version":${PATCH_VERSION},"rows":[\n${lines.join(",\n")}\n]}\n`;
}

/** The rows of a patch file. Throws an AppError `patch.unreadable` that says what is wrong. */
export function readPatch(text: string): PatchRow[] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    throw unreadable("it is no JSON text", thrown instanceof Error ? thrown.message : undefined);
  }
  const head = v.safeParse(v.object({ format: v.literal(PATCH_FORMAT), version: v.number() }), json);
  if (!head.success) throw unreadable("it is no patch file of Joinery");
  if (head.output.version !== PATCH_VERSION)
    throw unreadable(`it has version ${head.output.version}, and this Joinery knows version ${PATCH_VERSION}`);
  const patch = v.safeParse(PatchSchema, json, { abortEarly: true });
  if (patch.success) return patch.output.rows;
  const [issue] = patch.issues;
  const place = v.getDotPath(issue);
  throw unreadable(`${place ?? "the file"} does not have the form of a patch`, issue.message);
}

/** `keyed`: others refer to this new row by its key, so it has to bring it along. */
function toJson({ entry, table }: PlannedRow, address: PortableKey | null, keyed: boolean): unknown {
  const { row, state, values } = entry.staged;
  const object = { schema: row.table.schema, name: row.table.name };
  if (isNew(row)) {
    const alias = rowidColumn(table);
    const reserved =
      keyed && alias !== null && values.every((c) => c.column !== alias) ? entry.staged.rowid : undefined;
    const given = [
      ...(reserved === undefined ? [] : [{ column: alias, value: toTagged(reserved) }]),
      ...values.map((c) => ({ column: c.column, value: toTagged(c.value ?? null) })),
    ];
    return { state, table: object, newId: row.newId, values: given };
  }
  const key = address?.columns.map((column, i) => ({ column, value: toTagged(address.key[i] ?? null) }));
  const based = values.map(({ column, base, value }) => ({
    column,
    base: toJsonCell(base ?? null),
    ...(value === undefined ? {} : { value: toTagged(value) }),
  }));
  const witness = entry.witness.map(({ column, base }: SeenCell) => ({ column, base: toJsonCell(base) }));
  return { state, table: object, key, ...(witness.length > 0 ? { witness } : {}), values: based };
}

function toJsonCell(cell: Cell): unknown {
  if (!isPreview(cell)) return toTagged(cell);
  const { storage, bytes, head, damaged } = cell;
  return { preview: { storage, bytes, head: toTagged(head), ...(damaged ? { damaged } : {}) } };
}

function unreadable(why: string, detail?: string): AppError {
  return new AppError({
    code: "patch.unreadable",
    message: `This patch cannot be applied: ${why}.`,
    next: "Export it again, or choose another file; nothing was staged.",
    ...(detail === undefined ? {} : { detail }),
  });
}
