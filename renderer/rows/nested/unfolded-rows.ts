/**
 * Which rows of a grid have their children unfolded below them, and how much room those take: for each row what was chosen
 * there (by key, so it stays with the row), else what is always unfolded. Where nothing is, it costs the grid nothing.
 */
import { isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import type { RowsBelow } from "../../ui/data-grid/grid-source.ts";
import { childTitle, type Relation } from "../relations/relations.ts";
import { relationText, type UnfoldedRelations } from "../relations/unfolded-relations.ts";
import { type ColumnValue, holdsGiven } from "../given-values.ts";
import type { TableRows } from "../table-rows.ts";
import type { ShownRow } from "../cell-owners.ts";
import { type ChildAnswer, ChildGroups, mostShown } from "./child-groups.ts";
import { ChildLooks } from "./child-looks.ts";
import { UnfoldChoices } from "./unfold-choices.ts";
import { blockHeight, rowsHeight, sectionHeight } from "./nested-measures.ts";

/** The children of one row by one relation. */
export interface Section {
  /** Known by this below its row. */
  readonly id: string;
  readonly relation: Relation;
  readonly title: string;
  /** The values of the row that its children hold. */
  readonly values: readonly Scalar[];
  readonly given: readonly ColumnValue[];
  readonly answer: ChildAnswer | undefined;
  /** Rows that are only staged yet. */
  readonly fresh: number;
  /** Rows that are not shown here; the least there are. */
  readonly more: number;
  /** In CSS pixels: of all of it, and of its rows with their header. */
  readonly height: number;
  readonly rowsHeight: number;
}

/** A row whose children are unfolded. */
export interface UnfoldedRow {
  readonly key: string;
  readonly sections: readonly Section[];
  readonly height: number;
}

interface Setup {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly rows: TableRows;
  /** Grows whenever the rows are read again. */
  readonly generation: () => number;
  /** What is always unfolded; null below other rows, where nothing is. */
  readonly always: UnfoldedRelations | null;
}

/** Rows beyond the screen whose children are read too, so that they have their room when they come. */
const ahead = 20;
/** Rows whose last look is kept, so that a block stays as it is while its row is read again. */
const mostSeen = 500;

export class UnfoldedRows implements RowsBelow {
  readonly groups: ChildGroups;
  readonly looks = new ChildLooks();
  readonly #setup: Setup;
  readonly #listeners = new Set<() => void>();
  #children: readonly Relation[] = [];
  #generation = 0;
  readonly #choices = new UnfoldChoices();
  readonly #seen = new Map<string, ShownRow>();
  /** What is unfolded inside sections takes room too. */
  readonly #inside = new Map<string, number>();
  /** Rows of a section when it was last known exactly: while it is read again, it does not shrink. */
  readonly #counts = new Map<string, number>();
  #version = 0;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.groups = new ChildGroups(setup.client, () => this.#changed());
  }

  get children(): readonly Relation[] {
    return this.#children;
  }

  /** The relations that lead to children; what was chosen stays with those that are still there. */
  setChildren(children: readonly Relation[]): void {
    this.#children = children;
    this.#changed();
  }

  get isEmpty(): boolean {
    return this.#choices.isEmpty;
  }

  /** Another number whenever something here is another. */
  get version(): number {
    return this.#version;
  }

  height(row: number, room: number): number {
    const shown = this.#setup.rows.at(row);
    const unfolded = shown && this.#of(shown);
    if (!unfolded) return 0;
    // Below other rows the whole height is there; a screen is not higher than it is.
    return this.#setup.always ? Math.min(unfolded.height, Math.max(room, 96)) : unfolded.height;
  }

  key(row: number): string {
    return keyOf(this.#setup.rows.at(row)) ?? "";
  }

  state(row: number): "open" | "closed" | null {
    const shown = this.#setup.rows.at(row);
    // NULL is referred to by nobody.
    const can = keyOf(shown) !== null && this.#children.some((relation) => this.#values(shown, relation) !== null);
    if (!can || !shown) return null;
    if (this.isEmpty) return "closed";
    return this.#children.some((relation) => this.#isOpen(shown, relation)) ? "open" : "closed";
  }

  /** Can something be unfolded below all rows? */
  get canAlways(): boolean {
    return this.#setup.always !== null;
  }

  /** Is this relation unfolded below the row? */
  isOpen(row: number, relation: Relation): boolean {
    const shown = this.#setup.rows.at(row);
    return shown !== undefined && this.#isOpen(shown, relation);
  }

  /** What is unfolded below the row with this key, as it was seen last. */
  row(key: string): UnfoldedRow | null {
    const shown = this.#seen.get(key);
    return shown ? this.#of(shown) : null;
  }

  /** Folds what is unfolded below a row, or unfolds all there is. True: it is open now. */
  toggle(row: number): boolean {
    const key = this.key(row);
    if (key === "") return false;
    const open = this.state(row) !== "open";
    for (const relation of this.#children) this.#choices.set(key, relationText(relation), open);
    this.#changed();
    return open;
  }

  /** Unfolds or folds one relation below the row with this key. */
  set(key: string, relation: Relation, open: boolean): void {
    this.#choices.set(key, relationText(relation), open);
    this.#changed();
  }

  /** Folds all rows; what is always unfolded is so again. */
  foldAll(): void {
    this.#choices.clear();
    this.#changed();
  }

  /** Rows that are gone have nothing below them any more. */
  forget(keys: readonly string[]): void {
    this.#choices.forget(keys);
    this.#changed();
  }

  /** What is unfolded inside a section needs so much more room. */
  setInside(key: string, id: string, height: number): void {
    const name = `${key} ${id}`;
    if ((this.#inside.get(name) ?? 0) === height) return;
    this.#inside.set(name, height);
    this.#changed();
  }

  /** Resolves when all is read that is unfolded below a row. */
  async settled(row: number): Promise<void> {
    const shown = this.#setup.rows.at(row);
    const read: Promise<ChildAnswer>[] = [];
    for (const relation of this.#children) {
      const values = shown && this.#isOpen(shown, relation) ? this.#values(shown, relation) : null;
      if (values) read.push(this.groups.fresh(relation, values));
    }
    await Promise.all(read);
  }

  /** These rows are on screen. */
  request(first: number, last: number): void {
    if (this.isEmpty) return;
    this.follow();
    const { rows } = this.#setup;
    for (let row = Math.max(0, first - ahead); row <= last + ahead; row++) {
      const shown = rows.at(row);
      if (!shown) continue;
      for (const relation of this.#children) {
        const values = this.#isOpen(shown, relation) ? this.#values(shown, relation) : null;
        if (values) this.groups.want(relation, values);
      }
    }
  }

  /** Children are read again when the rows are. */
  follow(): void {
    const generation = this.#setup.generation();
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.groups.invalidate();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something that is told by others is another now. */
  changed(): void {
    this.#changed();
  }

  #changed(): void {
    const all = this.#setup.always?.all;
    this.#choices.always = all?.size ? this.#children.map(relationText).filter((text) => all.has(text)) : [];
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  #isOpen(shown: ShownRow, relation: Relation): boolean {
    const key = keyOf(shown);
    return key !== null && this.#choices.isOpen(key, relationText(relation));
  }

  #values(shown: ShownRow | undefined, relation: Relation): Scalar[] | null {
    const { rows } = this.#setup;
    const values: Scalar[] = [];
    for (const column of relation.parentColumns) {
      const value = shown?.file?.cells[rows.placeOf(column)] ?? null;
      if (value === null || isPreview(value)) return null;
      values.push(value);
    }
    return values;
  }

  #of(shown: ShownRow): UnfoldedRow | null {
    const key = keyOf(shown);
    if (key === null) return null;
    const sections = this.#children.flatMap((relation) => this.#section(key, shown, relation) ?? []);
    if (sections.length === 0) return null;
    this.#seen.delete(key);
    this.#seen.set(key, shown);
    for (const old of this.#seen.keys()) {
      if (this.#seen.size <= mostSeen) break;
      this.#seen.delete(old);
    }
    return { key, sections, height: blockHeight(sections) };
  }

  #section(key: string, shown: ShownRow, relation: Relation): Section | null {
    if (!this.#isOpen(shown, relation)) return null;
    const id = relationText(relation);
    const values = this.#values(shown, relation);
    if (!values) return null;
    const answer = this.groups.of(relation, values);
    const given = relation.columns.map((column, i): ColumnValue => ({ column, value: values[i] ?? null }));
    const fresh = this.#fresh(relation, given);
    const name = `${id} ${rowKeyText(values)}`;
    let rows = (answer?.page?.rows.length ?? 0) + fresh;
    if (this.groups.isFresh(answer)) this.#counts.set(name, rows);
    else rows = Math.max(rows, this.#counts.get(name) ?? 0);
    // What is always unfolded takes no room where there is nothing; nor before that is known.
    if (!this.#choices.isChosen(key, id) && rows === 0 && !answer?.error) return null;
    const more = answer?.page ? Math.max(0, (answer.total?.rows ?? 0) - mostShown) : 0;
    const inside = this.#inside.get(`${key} ${id}`) ?? 0;
    return {
      id,
      relation,
      title: childTitle(relation, this.#children),
      values,
      given,
      answer,
      fresh,
      more,
      height: sectionHeight({ answer, rows, more, inside }),
      rowsHeight: rowsHeight(rows, inside),
    };
  }

  #fresh({ child }: Relation, given: readonly ColumnValue[]): number {
    const fresh: readonly StagedRow[] = this.#setup.session.store.getState().index.table(child)?.fresh ?? [];
    return fresh.length === 0 ? 0 : fresh.filter((row) => holdsGiven(row, given)).length;
  }
}

/** What a row is known by; null where nothing can be unfolded below it: it is not in the file, or cannot be addressed. */
function keyOf(shown: ShownRow | undefined): string | null {
  return shown?.file?.keyText ?? null;
}
