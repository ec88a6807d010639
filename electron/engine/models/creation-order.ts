/** An order in which objects can be made: what others need comes first, else as they were made. */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { foldName } from "../schema/same-name.ts";

/** Objects with a text of their own; shadow tables and SQLite's own are made by others. */
export function ownObjects(stored: readonly StoredObject[], { tables }: DatabaseSchema): StoredObject[] {
  const byOthers = new Set(
    tables.filter(({ kind }) => kind === "shadow" || kind === "system").map(({ name }) => foldName(name)),
  );
  return stored.filter(({ name, sql }) => sql !== null && !byOthers.has(foldName(name)));
}

/** Tables parents first (in a circle of foreign keys, as they were made), then virtual tables, indexes, views and triggers. */
export function inCreationOrder(objects: readonly StoredObject[], { tables }: DatabaseSchema): StoredObject[] {
  const isVirtual = (object: StoredObject) =>
    tables.some((t) => t.kind === "virtual" && foldName(t.name) === foldName(object.name));
  const plain = objects.filter((object) => object.type === "table" && !isVirtual(object));
  const parents = new Map(tables.map((t) => [foldName(t.name), t.foreignKeys.map((key) => foldName(key.parentTable))]));
  const ordered: StoredObject[] = [];
  const seen = new Set<string>();
  const visit = (object: StoredObject) => {
    const name = foldName(object.name);
    if (seen.has(name)) return;
    seen.add(name);
    for (const parent of parents.get(name) ?? []) {
      const found = plain.find((o) => foldName(o.name) === parent);
      if (found) visit(found);
    }
    ordered.push(object);
  };
  for (const object of plain) visit(object);
  const ofType = (type: string) => objects.filter((object) => object.type === type);
  return [
    ...ordered,
    ...ofType("table").filter(isVirtual),
    ...ofType("index"),
    ...viewsInOrder(ofType("view")),
    ...ofType("trigger"),
  ];
}

/** A view comes after those that its text mentions. */
function viewsInOrder(views: readonly StoredObject[]): StoredObject[] {
  const ordered: StoredObject[] = [];
  const seen = new Set<string>();
  const visit = (view: StoredObject) => {
    if (seen.has(view.name)) return;
    seen.add(view.name);
    for (const other of views) if (other !== view && mentions(view.sql ?? "", other.name)) visit(other);
    ordered.push(view);
  };
  for (const view of views) visit(view);
  return ordered;
}

function mentions(sql: string, name: string): boolean {
  return foldName(sql).includes(foldName(name));
}
