/** Setting a foreign key by part of its parent's label. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { EditChoice } from "../../ui/data-grid/grid-source.ts";
import type { Relation } from "./relations.ts";
import type { StagedParents } from "./staged-parents.ts";

/** How many parents a list offers. */
const mostOffered = 12;

type Client = Pick<EngineClient, "ask">;

async function find(client: Client, { parent, parentColumns }: Relation, label: string, text: string, limit: number) {
  const { schema, name } = parent;
  return client.ask("rows.parents", {
    parent: { table: { schema, name }, columns: [...parentColumns], label },
    text: text.slice(0, 1000),
    limit,
  });
}

/** Parents for a list: their labels, and their keys behind them; those that are not in the file yet first. Throws an AppError. */
export async function offerParents(
  client: Client,
  staged: StagedParents,
  relation: Relation,
  label: string,
  text: string,
): Promise<EditChoice[]> {
  const { choices } = await find(client, relation, label, text.trim(), mostOffered);
  const fresh = staged.find(relation, label, text).slice(0, mostOffered);
  const offered = [
    ...fresh.map((parent) => ({ ...parent, isNew: true })),
    ...choices.map((c) => ({ ...c, isNew: false })),
  ];
  return offered.slice(0, mostOffered).flatMap(({ key, label: read, isNew }): EditChoice[] => {
    const own = editText(key[0] ?? null);
    if (own === null || own === "") return [];
    const note = isNew ? `${own}, new` : read === null ? undefined : own;
    return [{ text: own, label: read ?? own, note }];
  });
}

/**
 * Is this text part of a label, because it cannot be a key? Only where keys are numbers; elsewhere any text may be a key,
 * and a parent has to be chosen in the list.
 */
export function meansLabel(child: Table, column: string, text: string): boolean {
  const affinity = child.columns.find((c) => c.name === column)?.affinity;
  const numeric = affinity === "integer" || affinity === "real" || affinity === "numeric";
  return numeric && text.trim() !== "" && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text.trim());
}

/** The key of the parent that is meant by a part of its label, as text. Throws an AppError when there is none. */
export async function keyOfLabel(
  client: Client,
  staged: StagedParents,
  relation: Relation,
  label: string,
  text: string,
): Promise<string> {
  const { choices, complete } = await find(client, relation, label, text.trim(), 1);
  // As in the list: those that are staged come first.
  const key = staged.find(relation, label, text)[0]?.key ?? choices[0]?.key;
  const own = editText(key?.[0] ?? null);
  if (own !== null && own !== "") return own;
  throw new AppError({
    code: "value.refused",
    message: `No row of “${relation.parent.name}” has “${text.trim().slice(0, 100)}” in its ${label}.`,
    next: complete
      ? "Type another part of it, or the key itself."
      : "Only its first rows were looked through: type the key itself, or find the row in its table.",
  });
}
