/**
 * A text of CREATE statements while it is edited: checked as one types, and in the draft as soon as SQLite takes it. All of one
 * editing is one gesture, which is replaced by the next state of the text. A text with a mistake is kept beside the draft.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { WorkspaceKey } from "../../../rpc/workspace-keys.ts";
import { foldName } from "../../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import { offsetOfComplaint } from "../../../../src-shared/sql/complaint-place.ts";
import { scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { splitScript } from "../../../../src-shared/sql/split-script.ts";
import type { WorkspaceStore } from "../../../rpc/workspace-store.ts";
import type { DraftStore } from "../draft/draft-store.ts";
import { ddlChanges, ddlText, ownStatements, type RenameChoice } from "./ddl-changes.ts";
import type { SqlMark } from "./sql-field.tsx";

/** Milliseconds after a key until the text is looked at. */
const PAUSE = 250;

export interface DdlState {
  readonly text: string;
  /** `checked`: as it stands it is in the draft (or nothing was changed). */
  readonly state: "same" | "checking" | "taken" | "mistaken";
  readonly mark: SqlMark | null;
  readonly error: { readonly message: string; readonly next: string } | null;
  readonly choices: readonly RenameChoice[];
  /** Folded names of columns that are dropped although another stands in their place. */
  readonly dropped: ReadonlySet<string>;
}

const calm = { state: "same", mark: null, error: null, choices: [], dropped: new Set<string>() } as const;

let editings = 0;

export class DdlText {
  readonly store: StoreApi<DdlState>;
  readonly #draft: DraftStore;
  readonly #workspace: WorkspaceStore;
  readonly #key: WorkspaceKey;
  /** What the draft held before the text was edited. */
  #own: ReturnType<typeof ownStatements>;
  /** The draft's text of the object, as far as it is known here. */
  #known: string;
  #merge = newMerge();
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #onRenamed: (name: string) => void;
  #name: string;

  constructor(
    draft: DraftStore,
    workspace: WorkspaceStore,
    schema: DatabaseSchema,
    table: Table,
    onRenamed: (name: string) => void,
  ) {
    this.#draft = draft;
    this.#workspace = workspace;
    this.#onRenamed = onRenamed;
    this.#own = ownStatements(schema, table);
    this.#known = ddlText(this.#own);
    this.#name = table.name;
    this.#key = `model-text:${table.name}`;
    const kept = workspace.get<string>(this.#key);
    this.store = createStore<DdlState>(() => ({ ...calm, text: kept ?? this.#known }));
    if (kept !== undefined) this.#soon();
  }

  /** The draft has another schema. What was not typed here is shown; a text that is being typed stays. */
  look(schema: DatabaseSchema, table: Table): void {
    const own = ownStatements(schema, table);
    const now = ddlText(own);
    if (now === this.#known) return;
    this.#known = now;
    this.#own = own;
    this.#merge = newMerge();
    const { state } = this.store.getState();
    if (state === "checking" || state === "mistaken") this.#soon();
    else this.#set({ ...calm, text: now });
  }

  type(text: string): void {
    this.#set({ text, state: "checking" });
    this.#workspace.set(this.#key, text);
    this.#soon();
  }

  /** A column was dropped and another added, or renamed. */
  choose(from: string, renamed: boolean): void {
    const dropped = new Set(this.store.getState().dropped);
    if (renamed) dropped.delete(foldName(from));
    else dropped.add(foldName(from));
    this.#set({ dropped, state: "checking" });
    void this.check();
  }

  /** Back to what the draft held before the editing. */
  async reset(): Promise<void> {
    this.#stopTimer();
    await this.#draft.unmerge(this.#merge);
    this.#workspace.set(this.#key, undefined);
    this.#merge = newMerge();
    this.#known = ddlText(this.#own);
    this.#set({ ...calm, text: this.#known });
  }

  /** Looks at once at what was typed last; nothing waits any more. */
  close(): void {
    if (this.#timer === null) return;
    this.#stopTimer();
    void this.check();
  }

  async check(): Promise<void> {
    this.#stopTimer();
    const { text, dropped } = this.store.getState();
    const { operations, places, choices, error, name } = ddlChanges(this.#own, text, dropped);
    if (error) {
      this.#mistaken(text, error.offset, error.message, "Correct it, or take the text back.");
      return;
    }
    if (operations.length === 0) {
      await this.#draft.unmerge(this.#merge);
      this.#taken(text, [], this.#own[0]?.name ?? name);
      return;
    }
    const label = `SQL of ${name}`;
    const refused = await this.#draft.take({ label, operations, merge: this.#merge });
    if (refused) {
      if (this.store.getState().text !== text) return;
      const place = "operation" in refused && refused.operation !== null ? places[refused.operation] : null;
      this.#mistaken(text, placeIn(text, place ?? null, refused.detail), refused.message, refused.next);
      return;
    }
    this.#taken(text, choices, name);
  }

  #taken(text: string, choices: readonly RenameChoice[], name: string): void {
    // SQLite may write it otherwise; that is no reason to change what is being typed.
    const { schema } = this.#draft.store.getState();
    const table = schema?.tables.find((t) => t.schema === "main" && foldName(t.name) === foldName(name));
    if (schema && table) this.#known = ddlText(ownStatements(schema, table));
    if (this.store.getState().text === text) {
      this.#workspace.set(this.#key, undefined);
      this.#set({ state: "taken", mark: null, error: null, choices });
    }
    if (name === this.#name) return;
    this.#name = name;
    this.#onRenamed(name);
  }

  #mistaken(text: string, offset: number, message: string, next: string): void {
    if (this.store.getState().text !== text) return;
    const token = [...scriptTokens(text)].find(({ start, end }) => offset >= start && offset < end);
    const mark = { from: token?.start ?? offset, to: token?.end ?? offset + 1, message: `${message}\n${next}` };
    this.#set({ state: "mistaken", mark, error: { message, next } });
  }

  #soon(): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => void this.check(), PAUSE);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #set(part: Partial<DdlState>): void {
    this.store.setState(part);
  }
}

const newMerge = () => `ddl:${Date.now()}:${++editings}`;

/** Where SQLite's words point to in the statement that begins at `start`. */
function placeIn(text: string, start: number | null, words: string | undefined): number {
  const statement = splitScript(text).find(({ span }) => span.start === start);
  if (!statement) return start ?? 0;
  const complaint = words?.split("\n").at(-1) ?? "";
  return statement.span.start + (offsetOfComplaint(statement.sql, complaint) ?? 0);
}
