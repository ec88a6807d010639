/**
 * The rows that refer to rows on screen, as they were read: asked for all parents at once, one question a relation. What is
 * stale stays until the new answer is there.
 */
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { type RowPage, rowKeyText, type RowTotal } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { Relation } from "../relations/relations.ts";
import { relationText } from "../relations/unfolded-relations.ts";

/** Rows of one parent that are shown below it; all of them are in their table's own tab. */
export const mostShown = 10;
/** Rows of one parent that are counted. */
const mostCounted = 1000;
/** Parents of one question. */
const mostAsked = 100;
/** Answers that are kept. */
const mostKept = 1000;

/** What is known of the rows that refer to one parent. */
export interface ChildAnswer {
  /** Which reading it is of; see `isFresh`. */
  readonly version: number;
  /** The first rows; null where they were not looked for (a large table without an index) or could not be read. */
  readonly page: RowPage | null;
  readonly total: RowTotal | null;
  readonly error: AppErrorData | null;
}

interface Wanted {
  readonly relation: Relation;
  readonly parents: Map<string, readonly Scalar[]>;
}

type Waiter = (answer: ChildAnswer) => void;

export class ChildGroups {
  readonly #client: EngineClient;
  readonly #changed: () => void;
  readonly #answers = new Map<string, ChildAnswer>();
  /** By which reading an answer is on its way. */
  readonly #asked = new Map<string, number>();
  readonly #waiting = new Map<string, Waiter[]>();
  #wanted = new Map<string, Wanted>();
  #version = 0;
  #closed = false;

  /** `changed` is called whenever an answer is there. */
  constructor(client: EngineClient, changed: () => void) {
    this.#client = client;
    this.#changed = changed;
  }

  /** What is known, stale or not. */
  of(relation: Relation, values: readonly Scalar[]): ChildAnswer | undefined {
    return this.#answers.get(nameOf(relation, values));
  }

  isFresh(answer: ChildAnswer | undefined): boolean {
    return answer?.version === this.#version;
  }

  /** Everything may be another now; who still shows something wants it again. */
  invalidate(): void {
    this.#version++;
  }

  /** Reads them unless they are known or asked for. What is wanted in one turn is one question. */
  want(relation: Relation, values: readonly Scalar[]): void {
    const name = nameOf(relation, values);
    if (this.#closed || this.isFresh(this.#answers.get(name)) || this.#asked.get(name) === this.#version) return;
    this.#asked.set(name, this.#version);
    if (this.#wanted.size === 0) queueMicrotask(() => this.#ask());
    const key = relationText(relation);
    const wanted: Wanted = this.#wanted.get(key) ?? { relation, parents: new Map() };
    wanted.parents.set(name, values);
    this.#wanted.set(key, wanted);
  }

  /** The answer as of now. */
  fresh(relation: Relation, values: readonly Scalar[]): Promise<ChildAnswer> {
    const name = nameOf(relation, values);
    const known = this.#answers.get(name);
    if (known && this.isFresh(known)) return Promise.resolve(known);
    return new Promise((resolve) => {
      this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]);
      this.want(relation, values);
    });
  }

  /** Nothing more is asked. */
  close(): void {
    this.#closed = true;
    this.#wanted.clear();
    this.#waiting.clear();
  }

  #ask(): void {
    const wanted = [...this.#wanted.values()];
    this.#wanted = new Map();
    for (const { relation, parents } of wanted) {
      const all = [...parents];
      for (let at = 0; at < all.length; at += mostAsked) void this.#askSome(relation, all.slice(at, at + mostAsked));
    }
  }

  async #askSome(relation: Relation, parents: readonly (readonly [string, readonly Scalar[]])[]): Promise<void> {
    const version = this.#version;
    const { schema, name } = relation.child;
    const answers: ChildAnswer[] = [];
    try {
      const { columns, groups } = await this.#client.ask("rows.readChildren", {
        child: { schema, name },
        columns: [...relation.columns],
        parents: parents.map(([, values]) => [...values]),
        limit: mostShown,
        most: mostCounted,
      });
      for (let i = 0; i < parents.length; i++) {
        const group = groups?.[i];
        const page: RowPage | null = group
          ? {
              offset: 0,
              placement: "exact",
              columns,
              keys: group.keys,
              rows: group.rows,
              total: { rows: group.rows.length, quality: "exact" },
            }
          : null;
        answers.push({ version, page, total: group?.total ?? null, error: null });
      }
    } catch (thrown) {
      const error = toAppErrorData(thrown);
      for (let i = 0; i < parents.length; i++) answers.push({ version, page: null, total: null, error });
    }
    if (this.#closed) return;
    parents.forEach(([key, values], i) => {
      const answer = answers[i];
      if (answer) this.#land(relation, key, values, answer);
    });
    for (const old of this.#answers.keys()) {
      if (this.#answers.size <= mostKept) break;
      this.#answers.delete(old);
    }
    this.#changed();
  }

  #land(relation: Relation, name: string, values: readonly Scalar[], answer: ChildAnswer): void {
    if (this.#asked.get(name) === answer.version) this.#asked.delete(name);
    if ((this.#answers.get(name)?.version ?? -1) > answer.version) return;
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    const waiting = this.#waiting.get(name);
    if (!waiting) return;
    if (!this.isFresh(answer)) {
      // Read before the last change: whoever waits wants what is there now.
      this.want(relation, values);
      return;
    }
    this.#waiting.delete(name);
    for (const tell of waiting) tell(answer);
  }
}

function nameOf(relation: Relation, values: readonly Scalar[]): string {
  return `${relationText(relation)} ${rowKeyText([...values])}`;
}
