/** One gesture of the model editor: what undo takes back at once. */
import type { AppErrorData } from "../../../../src-shared/errors/app-error.ts";
import {
  columnKey,
  type ModelNames,
  noNames,
  type SemanticType,
  tableKey,
} from "../../../../src-shared/model/models.ts";
import { isAttributeName, isPythonName } from "../../../../src-shared/model/words.ts";
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";

/** What is called otherwise in code; nothing of it is in the file. null: by convention again. */
export type NameEdit =
  | { readonly what: "class"; readonly table: string; readonly name: string | null }
  | { readonly what: "end"; readonly key: string; readonly name: string | null }
  | {
      readonly what: "meaning";
      readonly table: string;
      readonly column: string;
      readonly meaning: SemanticType | "none" | null;
    };

export interface Gesture {
  /** A few words, for the undo menu and the list of changes. */
  readonly label: string;
  readonly operations: readonly SchemaOperation[];
  readonly names?: readonly NameEdit[];
  /** A gesture with the same word here takes the place of the one before it: a text that is still being typed. */
  readonly merge?: string;
  /** Its operations are the whole draft: those of the gestures before it are in them. */
  readonly replaces?: boolean;
  /** Why it cannot be taken, where that needs no engine. Such a gesture is never kept. */
  readonly fault?: AppErrorData;
  /** It takes the last applied change back. */
  readonly undoesLast?: boolean;
}

/** All operations of some gestures, in their order. */
export function operationsOf(gestures: readonly Gesture[]): SchemaOperation[] {
  const from = gestures.findLastIndex(({ replaces }) => replaces === true);
  return gestures.slice(Math.max(0, from)).flatMap(({ operations }) => operations);
}

/** The names after some gestures. Renamed tables and columns take theirs along. */
export function namesAfter(names: ModelNames, gestures: readonly Gesture[]): ModelNames {
  let after = names;
  for (const { operations, names: edits = [], replaces } of gestures) {
    // Of what replaces others the renames were followed already.
    if (!replaces) for (const operation of operations) after = renamed(after, operation);
    for (const edit of edits) after = edited(after, edit);
  }
  return after;
}

/** Why the names that a gesture gives cannot be taken; null when they can. `after`: all names with them. Code is written with them. */
export function unfitNames({ names = [] }: Gesture, after: ModelNames): AppErrorData | null {
  for (const edit of names) {
    if (edit.what === "meaning" || edit.name === null) continue;
    const { what, name } = edit;
    const isClass = what === "class";
    if (isClass ? !isPythonName(name) : !isAttributeName(name)) {
      return {
        code: "schema.refused",
        message: `“${name}” cannot be the name of ${isClass ? "a class" : "an attribute"}: no code could be written with it.`,
        next: `Use letters, digits and _, beginning with a letter, and no word that Python${isClass ? "" : " or SQLAlchemy"} has a meaning for.`,
      };
    }
    if (isClass && Object.values(after.classes).filter((other) => other === name).length > 1) {
      return {
        code: "schema.refused",
        message: `Another table's class is called “${name}” already.`,
        next: "Choose another name, or give that one another first.",
      };
    }
  }
  return null;
}

function edited(names: ModelNames, edit: NameEdit): ModelNames {
  switch (edit.what) {
    case "class":
      return { ...names, classes: put(names.classes, tableKey(inMain(edit.table)), edit.name) };
    case "end":
      return { ...names, ends: put(names.ends, edit.key, edit.name) };
    case "meaning":
      return { ...names, meanings: put(names.meanings, columnKey(inMain(edit.table), edit.column), edit.meaning) };
  }
}

function renamed(names: ModelNames, operation: SchemaOperation): ModelNames {
  if (operation.op !== "renameTable" && operation.op !== "renameColumn") return names;
  const table = foldName(operation.table);
  const to = foldName(operation.to);
  const column = operation.op === "renameColumn" ? foldName(operation.column) : null;
  // Keys are lists: schema, table, then columns (an end has its kind last). See src-shared/model/models.ts.
  const move = (key: string, columnsTo: number | undefined) => {
    const parts = JSON.parse(key) as string[];
    if (parts[0] !== "main" || parts[1] !== table) return key;
    if (column === null) return JSON.stringify([parts[0], to, ...parts.slice(2)]);
    const last = columnsTo === undefined ? parts.length : parts.length + columnsTo;
    return JSON.stringify(parts.map((part, at) => (at >= 2 && at < last && part === column ? to : part)));
  };
  const moved = <T>(record: Record<string, T>, columnsTo?: number) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [move(key, columnsTo), value]));
  return {
    classes: column === null ? moved(names.classes) : names.classes,
    ends: moved(names.ends, -1),
    meanings: moved(names.meanings),
  };
}

function put<T>(record: Record<string, T>, key: string, value: T | null): Record<string, T> {
  const { [key]: _old, ...rest } = record;
  return value === null ? rest : { ...rest, [key]: value };
}

const inMain = (name: string) => ({ schema: "main", name });

/** The names as kept, or none. */
export function keptNames(kept: unknown): ModelNames {
  const names = kept as Partial<ModelNames> | undefined;
  return { ...noNames, ...names };
}
