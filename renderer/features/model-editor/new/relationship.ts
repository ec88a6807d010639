/** A new relationship as a gesture: a column with a foreign key, or a link table with two. Pure. */
import { endKey, type RelationshipKind } from "../../../../src-shared/model/models.ts";
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { Column, DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import { singular, wordsOf } from "../../../../src-shared/model/words.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import type { Gesture, NameEdit } from "../draft/gesture.ts";

export interface NewRelationship {
  readonly kind: RelationshipKind;
  /** The model it is made from, and the one it leads to. */
  readonly from: Table;
  readonly to: Table;
  /** Column of the foreign key (of a composite key: the beginning of each column's name); of a many-to-many the link table. */
  readonly carrier: string;
  /** Names of the ends, on `from` and on `to`; "" is by convention. */
  readonly own: string;
  readonly back: string;
  readonly required: boolean;
  readonly onDelete: string;
}

/** Columns a foreign key points to by itself: the primary key, in its order. */
function keyColumns(table: Table): Column[] {
  return table.columns.filter((c) => c.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
}

/** One row of it, as a word. */
function wordOf({ name }: Table): string {
  const words = wordsOf(name);
  return words.map((word, at) => (at === words.length - 1 ? singular(word) : word)).join("_") || "row";
}

/** What the carrier is called until the user says otherwise. */
export function suggestedCarrier(schema: DatabaseSchema, kind: RelationshipKind, from: Table, to: Table): string {
  if (kind === "many-to-many") {
    const taken = new Set(schema.tables.map(({ name }) => foldName(name)));
    return freeName(from === to ? `${wordOf(from)}_links` : `${wordOf(from)}_${to.name}`, taken);
  }
  const [child, parent] = kind === "one-to-many" ? [to, from] : [from, to];
  const taken = new Set(child.columns.map(({ name }) => foldName(name)));
  const word = child === parent ? "parent" : wordOf(parent);
  const [key, ...more] = keyColumns(parent);
  // Of a key of several columns each takes its own name after this.
  if (more.length > 0) return word;
  const name = foldName(key?.name ?? "id");
  return freeName(`${word}_${name.endsWith("id") ? "id" : name}`, taken);
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(foldName(name))) return name;
  }
}

/** Why it cannot be made; null when it can. */
export function obstacleOf({ kind, from, to }: NewRelationship): string | null {
  const parents = kind === "many-to-many" ? [from, to] : [kind === "one-to-many" ? from : to];
  const keyless = parents.find((table) => keyColumns(table).length === 0);
  return keyless ? `“${keyless.name}” has no primary key that a foreign key could point to.` : null;
}

/** The gesture that makes it. */
export function relationshipGesture(wanted: NewRelationship): Gesture {
  const label = `Relationship of ${wanted.from.name} with ${wanted.to.name}`;
  return { label, ...(wanted.kind === "many-to-many" ? linkTable(wanted) : childColumns(wanted)) };
}

function childColumns(wanted: NewRelationship): Pick<Gesture, "operations" | "names"> {
  const { kind, from, to, carrier, own, back, required, onDelete } = wanted;
  const [child, parent] = kind === "one-to-many" ? [to, from] : [from, to];
  const key = keyColumns(parent);
  const single = key.length === 1;
  const columns = single ? [carrier] : key.map(({ name }) => `${carrier}_${name}`);
  const action = onDelete === "NO ACTION" ? "" : ` ON DELETE ${onDelete}`;
  const operations: SchemaOperation[] = key.map((column, at) => {
    // A foreign key of one column stands at the column: SQLite then adds both at once.
    const references = `REFERENCES ${writeName(parent.name)}(${writeName(column.name)})${action}`;
    const words = [writeName(columns[at] ?? ""), column.type, required ? "NOT NULL" : "", single ? references : ""];
    return { op: "addColumn", table: child.name, sql: words.filter(Boolean).join(" ") };
  });
  if (!single) {
    operations.push({
      op: "addForeignKey",
      table: child.name,
      columns,
      parentTable: parent.name,
      parentColumns: key.map(({ name }) => name),
      ...(action === "" ? {} : { onDelete: onDelete as "CASCADE" }),
    });
  }
  if (kind === "one-to-one") operations.push({ op: "addUnique", table: child.name, columns });
  const [up, down] = kind === "one-to-many" ? [back, own] : [own, back];
  const names = endNames(
    [endKey(inMain(child.name), columns, "parent"), up],
    [endKey(inMain(child.name), columns, "children"), down],
  );
  return { operations, names };
}

function linkTable({ from, to, carrier, own, back }: NewRelationship): Pick<Gesture, "operations" | "names"> {
  const sides = [from, to].map((table, at) => {
    const word = from === to && at === 1 ? `other_${wordOf(table)}` : wordOf(table);
    const columns = keyColumns(table).map((column) => ({
      // Chinook's TrackId is clear as it is; id wants to say of what.
      name:
        from !== to && foldName(column.name).length > 2 && foldName(column.name).endsWith("id")
          ? column.name
          : `${word}_${column.name}`,
      column,
    }));
    const parent = `${writeName(table.name)}(${columns.map(({ column }) => writeName(column.name)).join(", ")})`;
    return { columns, references: `REFERENCES ${parent} ON DELETE CASCADE` };
  });
  const names = (side: (typeof sides)[number] | undefined) => (side?.columns ?? []).map(({ name }) => name);
  const written = (list: readonly string[]) => list.map(writeName).join(", ");
  const lines = [
    ...sides.flatMap(({ columns, references }) =>
      columns.map(({ name, column }) =>
        [writeName(name), column.type, "NOT NULL", columns.length === 1 ? references : ""].filter(Boolean).join(" "),
      ),
    ),
    `PRIMARY KEY (${written(sides.flatMap(names))})`,
    ...sides
      .filter(({ columns }) => columns.length > 1)
      .map((side) => `FOREIGN KEY (${written(names(side))}) ${side.references}`),
  ];
  const sql = `CREATE TABLE ${writeName(carrier)} (\n${lines.map((line) => `  ${line}`).join(",\n")}\n)`;
  const key = (at: number) => endKey(inMain(carrier), names(sides[at]), "linked");
  return { operations: [{ op: "createTable", sql }], names: endNames([key(0), own], [key(1), back]) };
}

const inMain = (name: string) => ({ schema: "main", name });

function endNames(...ends: readonly (readonly [key: string, name: string])[]): NameEdit[] {
  return ends.flatMap(([key, name]) => (name.trim() === "" ? [] : [{ what: "end" as const, key, name: name.trim() }]));
}
