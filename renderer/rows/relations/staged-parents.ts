/** Parents that are staged and not in the file yet: rows can refer to them by the keys they will get. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import type { Relation } from "./relations.ts";

export interface StagedParent {
  readonly row: StagedRow;
  /** Its values in the columns that are referred to. */
  readonly key: readonly Scalar[];
  readonly label: string | null;
}

/** What a new row holds in a column, its reserved key included; undefined where it leaves that to the database. */
function valueOf(table: Table, { values, rowid }: StagedRow, column: string): Scalar | undefined {
  const given = values.find((v) => v.column === column)?.value;
  const isKey = table.identity.kind === "rowid" && table.identity.column === column;
  return given ?? (isKey ? rowid : given);
}

/** New rows of a relation's parent, by the text of the key they are referred to by. */
export class StagedParents {
  readonly #session: SessionStore;
  readonly #known = new Map<Relation, { revision: number; label: string | null; byKey: Map<string, StagedParent> }>();

  constructor(session: SessionStore) {
    this.#session = session;
  }

  /** All of them, in the order they were staged. `label`: the column they are known by. */
  of(relation: Relation, label: string | null): ReadonlyMap<string, StagedParent> {
    const { revision, index } = this.#session.store.getState();
    const known = this.#known.get(relation);
    if (known?.revision === revision && known.label === label) return known.byKey;
    const byKey = new Map<string, StagedParent>();
    const { parent } = relation;
    for (const row of index.table(parent)?.fresh ?? []) {
      const key = relation.parentColumns.map((column) => valueOf(parent, row, column));
      if (!key.every((part): part is Scalar => part !== undefined && part !== null)) continue;
      const named = label === null ? undefined : valueOf(parent, row, label);
      byKey.set(rowKeyText(key), { row, key, label: named === undefined ? null : editText(named) });
    }
    this.#known.set(relation, { revision, label, byKey });
    return byKey;
  }

  /** Those whose label or key holds a text, whatever its case. */
  find(relation: Relation, label: string | null, text: string): StagedParent[] {
    const wanted = text.trim().toLowerCase();
    return [...this.of(relation, label).values()].filter((parent) =>
      [parent.label, editText(parent.key[0] ?? null)].some((words) => words?.toLowerCase().includes(wanted)),
    );
  }
}
