/**
 * Views and triggers that would do something else after an operation, without an error: they say `*`, count columns, join by what
 * tables have in common, or leave the table of a name open. Each is named, with what it would do, and the ways out.
 */
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { type Meaning, meaningOf } from "./meaning.ts";
import type { Catalog, KnownTable } from "./meaning-scope.ts";
import { refusal } from "./refusal.ts";
import type { Scratch } from "./scratch-schema.ts";

/** An object as it is before an operation, and as the operation would leave it. */
interface Changed {
  readonly object: StoredObject;
  readonly title: string;
  readonly words: readonly string[];
  /** The text that goes on doing the same; null when there is none. */
  readonly pinned: string | null;
  /** The text after the operation. */
  readonly after: string;
  /** It does not compile then: that is told when the plan is whole, because a later operation may mend it. */
  readonly isBroken: boolean;
}

type RedefineOperation = Extract<SchemaOperation, { op: "redefineView" | "redefineTrigger" }>;

/** What there is to know of views and triggers under an operation. */
export interface Meant {
  /** For the way back: those that were meant to change. */
  readonly reverse: readonly SchemaOperation[];
  /** Of those that would not compile any more, the ones that would if what they mean were written out. */
  readonly writtenOut: readonly RedefineOperation[];
}

const NOTHING: Meant = { reverse: [], writtenOut: [] };

/**
 * Throws a refusal when views or triggers would mean something else after `statements`, which do the operation. Those that `later`
 * operations give a text, or drop, are meant as they are then.
 */
export function refuseChangedMeaning(
  scratch: Scratch,
  operation: SchemaOperation,
  statements: readonly string[],
  later: readonly SchemaOperation[],
): Meant {
  const table = concernedTable(operation);
  if (table === null) return NOTHING;
  const stored = scratch.stored();
  const candidates = readersOf(stored, table);
  if (candidates.length === 0) return NOTHING;
  const before = new Side(scratch.read(), stored, operation, null);
  const after = scratch.look(statements, () => new Side(scratch.read(), scratch.stored(), operation, before));
  const all = candidates.flatMap((object) => changedIn(object, before, after) ?? []);
  const changed = all.filter(({ isBroken }) => !isBroken);
  const meant = changed.filter(({ object }) => later.some((each) => isAbout(each, object)));
  const unmeant = changed.filter((each) => !meant.includes(each));
  const [first] = unmeant;
  if (!first) {
    const writtenOut = all.flatMap(({ object, isBroken, pinned }) =>
      isBroken && pinned ? [redefine(object, pinned)] : [],
    );
    return { reverse: meant.map(({ object }) => redefine(object, object.sql ?? "")), writtenOut };
  }
  const lines = unmeant.flatMap(({ title, words }) => words.map((word) => `${title}: ${word}`));
  const more = unmeant.length === 1 ? "" : ` (and ${unmeant.length - 1} more)`;
  throw refusal(
    `${capitalized(first.title)} would do something else${more}: ${first.words[0]}.`,
    "Write out what it means, or let it change: what SQLite runs afterwards is a choice, not an error.",
    lines,
    choicesFor(unmeant, operation),
  );
}

function choicesFor(changed: readonly Changed[], operation: SchemaOperation): RefusalChoice[] {
  const names = changed.map(({ object }) => `“${object.name}”`).join(", ");
  const pinned = changed.flatMap(({ object, pinned: sql }) => (sql === null ? [] : [redefine(object, sql)]));
  const keep: RefusalChoice = {
    label: `Keep what ${names} ${changed.length === 1 ? "does" : "do"}: write it out`,
    operations: [...pinned, operation],
  };
  const accepted = changed.map(({ object, after }) => redefine(object, after));
  const drops = changed.map(
    ({ object }) => ({ op: object.type === "view" ? "dropView" : "dropTrigger", name: object.name }) as SchemaOperation,
  );
  return [
    ...(pinned.length === changed.length ? [keep] : []),
    { label: `Let ${names} change`, operations: [operation, ...accepted] },
    { label: `Drop ${names} as well`, operations: [...drops, operation] },
  ];
}

function redefine({ type, name }: StoredObject, sql: string): RedefineOperation {
  return { op: type === "view" ? "redefineView" : "redefineTrigger", name, sql };
}

function isAbout(operation: SchemaOperation, { type, name }: StoredObject): boolean {
  switch (operation.op) {
    case "redefineView":
    case "dropView":
      return type === "view" && sameName(operation.name, name);
    case "redefineTrigger":
    case "dropTrigger":
      return type === "trigger" && sameName(operation.name, name);
    default:
      return false;
  }
}

/** The table or view whose columns, or name, the operation changes. */
function concernedTable(operation: SchemaOperation): string | null {
  switch (operation.op) {
    case "addColumn":
    case "dropColumn":
    case "moveColumn":
    case "renameColumn":
    case "renameTable":
    case "redefineTable":
      return operation.table;
    case "changeColumn":
      // A computed column is no column to INSERT.
      return operation.generated === undefined ? null : operation.table;
    case "redefineView":
      return operation.name;
    default:
      return null;
  }
}

/** Views and triggers whose text has the name in it, or that of a view which has; but not the object itself. */
function readersOf(stored: readonly StoredObject[], table: string): StoredObject[] {
  const found = new Set<StoredObject>();
  const names = [foldName(table)];
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    for (const object of stored) {
      if ((object.type !== "view" && object.type !== "trigger") || found.has(object) || sameName(object.name, table))
        continue;
      if (
        !foldName(object.sql ?? "").includes(name.replaceAll('"', '""')) &&
        !foldName(object.sql ?? "").includes(name)
      )
        continue;
      found.add(object);
      if (object.type === "view") names.push(foldName(object.name));
    }
  }
  return [...found];
}

function changedIn(object: StoredObject, before: Side, after: Side): Changed | null {
  const now = after.object(object);
  const [was, is] = [before.meaning(object), now && after.meaning(now)];
  if (!now || !was || !is) return null;
  const others = is.outputs.flatMap((output) => {
    const [name] = output.id.split(" is ");
    const old = was.outputs.find((o) => o.id.startsWith(`${name} is `));
    return old && old.id !== output.id ? [output.words] : [];
  });
  if (was.whole === is.whole && others.length === 0) return null;
  const aligned = was.facts.length === is.facts.length;
  const places = new Set(is.facts.flatMap(({ id }, i) => (aligned && was.facts[i]?.id !== id ? [i] : [])));
  const known = new Set(was.facts.map(({ id }) => id));
  const facts = is.facts.filter(({ id }, i) => (aligned ? places.has(i) : !known.has(id)));
  const words = [...new Set([...others, ...facts.map((fact) => fact.words)])];
  if (words.length === 0 && was.whole !== is.whole) words.push("its columns stand in another order, or are others");
  const text = before.canPin(was) ? was.pinned(places) : null;
  const pinned = text === object.sql ? null : text;
  return {
    object,
    title: `the ${object.type} “${object.name}”`,
    words,
    pinned,
    after: now.sql ?? "",
    isBroken: is.unfit > was.unfit,
  };
}

/** The schema on one side of the operation, with names for tables and columns that are the same on both. */
class Side {
  readonly #tables = new Map<string, KnownTable>();
  readonly #views = new Map<string, StoredObject>();
  readonly #stored: readonly StoredObject[];
  readonly #meanings = new Map<string, Meaning | null>();
  readonly #operation: SchemaOperation;
  readonly #before: Side | null;
  readonly #schema: DatabaseSchema;

  constructor(
    schema: DatabaseSchema,
    stored: readonly StoredObject[],
    operation: SchemaOperation,
    before: Side | null,
  ) {
    this.#schema = schema;
    this.#stored = stored;
    this.#operation = operation;
    this.#before = before;
    for (const object of stored) if (object.type === "view") this.#views.set(foldName(object.name), object);
  }

  /** Would the text with all that it means written out still do after the operation? */
  canPin({ facts }: Meaning): boolean {
    // USING wants the same name on both sides, and what goes cannot be written out.
    const isNatural = facts.some(({ id }) => id.startsWith("natural "));
    return this.#operation.op !== "dropColumn" && !(this.#operation.op === "renameColumn" && isNatural);
  }

  object({ type, name }: StoredObject): StoredObject | undefined {
    return this.#stored.find((o) => o.type === type && sameName(o.name, name));
  }

  meaning(object: StoredObject): Meaning | null {
    const key = `${object.type} ${foldName(object.name)}`;
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const meaning = meaningOf(object.sql ?? "", this.#catalog);
    this.#meanings.set(key, meaning);
    return meaning;
  }

  readonly #catalog: Catalog = (name) => {
    const key = foldName(name);
    const known = this.#tables.get(key);
    if (known) return known;
    const table = this.#schema.tables.find((t) => sameName(t.name, name));
    if (!table || table.error !== null) return null;
    const made = this.#known(table);
    this.#tables.set(key, made);
    return made;
  };

  #known({ name, columns, withoutRowid, kind }: Table): KnownTable {
    const id = foldName(this.#tableId(name));
    return {
      id,
      rowid: (kind === "table" && !withoutRowid) || kind === "virtual",
      columns: columns.map((column, i) => ({
        name: column.name,
        id: `${id}.${foldName(kind === "virtual" && sameName(column.name, name) ? "its own name" : kind === "view" ? this.#viewColumnId(name, column.name, i) : this.#columnId(name, column.name))}`,
        hidden: column.kind === "hidden",
        computed: column.kind === "virtual" || column.kind === "stored",
      })),
    };
  }

  #tableId(name: string): string {
    const operation = this.#operation;
    const isRenamed = this.#before !== null && operation.op === "renameTable" && sameName(operation.to, name);
    return isRenamed ? operation.table : name;
  }

  #columnId(table: string, column: string): string {
    const operation = this.#operation;
    const isRenamed =
      this.#before !== null &&
      operation.op === "renameColumn" &&
      sameName(operation.table, table) &&
      sameName(operation.to, column);
    return isRenamed ? operation.column : column;
  }

  /** A view gives a renamed column another name, and it is the same column all the same. */
  #viewColumnId(view: string, column: string, place: number): string {
    const [then, now] = this.#before ? [this.#before.#outputsOf(view), this.#outputsOf(view)] : [null, null];
    if (!then || !now || then.some(({ id }) => id.startsWith(`${foldName(column)} is `))) return column;
    const [, ...means] = (now[place]?.id ?? "").split(" is ");
    const same = then.find(({ id }) => id.slice(id.indexOf(" is ") + 4) === means.join(" is "));
    return same ? same.id.slice(0, same.id.indexOf(" is ")) : column;
  }

  #outputsOf(view: string): Meaning["outputs"] | null {
    const object = this.#views.get(foldName(view));
    return object ? (this.meaning(object)?.outputs ?? null) : null;
  }
}

function capitalized(text: string): string {
  return text.replace(/^./, (c) => c.toUpperCase());
}
