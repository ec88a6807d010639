/**
 * Labels of parent rows, fetched for what is on screen. Asked for while the grid paints: what is not known yet is asked in
 * one question a moment later, and the grid is told. Labels that may be stale stay until the new ones are there.
 */
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { Through } from "../../../src-shared/model/through.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { type Relation, relationByColumn } from "./relations.ts";
import type { StagedParents } from "./staged-parents.ts";

export interface ParentLabelsOptions {
  readonly client: Pick<EngineClient, "ask">;
  readonly relations: readonly Relation[];
  /** The column a relation's parent is known by; null: it shows no label. */
  readonly labelOf: (relation: Relation) => string | null;
  readonly changed: () => void;
  /** Parents that are not in the file yet. */
  readonly staged: StagedParents;
}

interface Known {
  readonly label: string | null;
  readonly generation: number;
}

/** How long labels are gathered before they are asked, in milliseconds: about one frame. */
const gathering = 12;
/** Keys of one question. */
const mostAsked = 500;
/** Labels kept of a relation. */
const mostKept = 20_000;

export class ParentLabels {
  readonly #options: ParentLabelsOptions;
  readonly #byColumn: ReadonlyMap<string, Relation>;
  readonly #known = new Map<Relation, Map<string, Known>>();
  readonly #wanted = new Map<Relation, Map<string, Scalar[]>>();
  #generation = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(options: ParentLabelsOptions) {
    this.#options = options;
    this.#byColumn = relationByColumn(options.relations);
  }

  /** The column a relation's parent is known by; null: none. */
  labelOf(relation: Relation): string | null {
    return this.#options.labelOf(relation);
  }

  /** The relation whose label stands in this column. */
  relation(column: string): Relation | undefined {
    return this.#byColumn.get(column);
  }

  /** Does this column show labels? Not where the parent has no column to be known by. */
  isShown(column: string): boolean {
    const relation = this.#byColumn.get(column);
    return relation !== undefined && this.#options.labelOf(relation) !== null;
  }

  /** What a filter or an order says of the label in this column; null where it shows none. */
  through(column: string): { through: Through; affinity: Column["affinity"] } | null {
    const relation = this.#byColumn.get(column);
    const label = relation && this.#options.labelOf(relation);
    const spec = label ? relation?.parent.columns.find(({ name }) => name === label) : undefined;
    if (!relation || !spec || spec.error !== undefined) return null;
    const { schema, name } = relation.parent;
    const keys = { columns: [...relation.columns], parentColumns: [...relation.parentColumns] };
    const through = { table: { schema, name }, ...keys, label: spec.name, collation: spec.collation };
    return { through, affinity: spec.affinity };
  }

  /**
   * The label for a row's cell: undefined in a column that shows none, "" where there is no parent or it is not known yet.
   * `valueOf` gives the row's value in a column.
   */
  label(column: string, valueOf: (column: string) => Cell | undefined): string | undefined {
    const relation = this.#byColumn.get(column);
    if (!relation) return undefined;
    const key: Scalar[] = [];
    for (const name of relation.columns) {
      const value = valueOf(name);
      if (value === undefined || value === null || isPreview(value)) return "";
      key.push(value);
    }
    const text = rowKeyText(key);
    const fresh = this.#options.staged.of(relation, this.#options.labelOf(relation)).get(text);
    if (fresh) return fresh.label ?? "";
    const known = this.#known.get(relation)?.get(text);
    if (known?.generation !== this.#generation) this.#want(relation, text, key);
    return known?.label ?? "";
  }

  /** Parents may be others now. */
  invalidate(): void {
    this.#generation++;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #want(relation: Relation, text: string, key: Scalar[]): void {
    if (this.#closed || this.#options.labelOf(relation) === null) return;
    let keys = this.#wanted.get(relation);
    if (!keys) this.#wanted.set(relation, (keys = new Map()));
    keys.set(text, key);
    this.#timer ??= setTimeout(() => void this.#fetch(), gathering);
  }

  async #fetch(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    await Promise.all(wanted.map(([relation, keys]) => this.#fetchOf(relation, [...keys].slice(-mostAsked))));
    this.#timer = null;
    if (!this.#closed) this.#options.changed();
  }

  async #fetchOf(relation: Relation, keys: readonly (readonly [string, Scalar[]])[]): Promise<void> {
    const { client, labelOf } = this.#options;
    const label = labelOf(relation);
    if (label === null) return;
    const generation = this.#generation;
    const { schema, name } = relation.parent;
    const parent = { table: { schema, name }, columns: [...relation.parentColumns], label };
    let labels: (string | null)[] = [];
    try {
      ({ labels } = await client.ask("rows.labels", { parent, keys: keys.map(([, key]) => key) }));
    } catch {
      // A label is an extra: without it the key is still true. It is asked again after the next change.
    }
    let known = this.#known.get(relation);
    if (!known) this.#known.set(relation, (known = new Map()));
    if (known.size > mostKept) known.clear();
    keys.forEach(([text], i) => known.set(text, { label: labels[i] ?? null, generation }));
  }
}
