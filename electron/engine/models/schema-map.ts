/**
 * Who stands on whom in a schema, so that operations are tried on the part of it that they can reach: what they name, what
 * mentions that, and what those need to be compiled. A draft then costs by what it touches and not by the schema.
 */
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { createHead } from "../../../src-shared/sql/create-head.ts";
import { nameOf, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import type { Connection } from "../connection/connection.ts";
import { openConnection } from "../connection/open-connection.ts";
import { listStored, type StoredObject } from "../schema/object-list.ts";
import { foldName } from "../schema/same-name.ts";
import { readHealth } from "./broken-objects.ts";

/** The part of a schema that is tried, and what is said of the rest. */
export interface SchemaPart {
  /** `type name` of the stored objects that are in it. */
  has(object: StoredObject): boolean;
  /** Is this the folded name of a table or view that the schema has, in the part or not? */
  exists(name: string): boolean;
}

const known = new WeakMap<DatabaseSchema, SchemaMap>();

/** The map of a schema as the schema room gave it, made once for each. `reader` is a connection to the same file. */
export function schemaMap(reader: Connection, schema: DatabaseSchema): SchemaMap {
  const before = known.get(schema);
  if (before) return before;
  const map = new SchemaMap(reader, schema);
  known.set(schema, map);
  return map;
}

export class SchemaMap {
  readonly #graph: Graph;
  /** What SQLite would not make again or does not compile: it refuses renames because of any of it, wherever it stands. */
  readonly #troubled: readonly StoredObject[];

  constructor(reader: Connection, schema: DatabaseSchema) {
    const stored = listStored(reader).filter((object) => object.schema === "main");
    const graph = {
      byName: new Map<string, StoredObject[]>(),
      own: new Map<string, StoredObject[]>(),
      mentionedBy: new Map<string, StoredObject[]>(),
      mentions: new Map<StoredObject, ReadonlySet<string>>(),
      owners: new Map<string, string>(),
    };
    for (const { name, owner } of schema.tables) if (owner !== null) graph.owners.set(foldName(name), foldName(owner));
    const parents = new Map(
      schema.tables
        .filter((table) => table.schema === "main" && table.foreignKeys.length > 0)
        .map((table) => [foldName(table.name), new Set(table.foreignKeys.map((key) => foldName(key.parentTable)))]),
    );
    for (const object of stored) {
      add(graph.byName, foldName(object.name), object);
      if (isPart(object)) add(graph.own, foldName(object.table), object);
      const mentions = isPlainTable(object) ? parents.get(foldName(object.name)) : namesInText(object);
      if (!mentions) continue;
      graph.mentions.set(object, mentions);
      for (const name of mentions) add(graph.mentionedBy, name, object);
    }
    this.#graph = graph;
    const { broken } = readHealth(reader, false);
    const isOdd = ({ type, name }: StoredObject) =>
      broken.has(`${type} ${foldName(name)}`) || foldName(name).startsWith("joinery_new_");
    this.#troubled = [...unmakeable(stored), ...stored.filter(isOdd)];
  }

  /** The part that operations can reach. More than that is no harm; less would be. */
  reachedBy(operations: readonly SchemaOperation[]): SchemaPart {
    const reach = new Reach(this.#graph);
    for (const object of this.#troubled) reach.keep(object, true);
    for (const operation of operations) this.#follow(reach, operation);
    const keys = new Set([...reach.kept].map(keyOf));
    return { has: (object) => keys.has(keyOf(object)), exists: (name) => this.#graph.byName.has(name) };
  }

  #follow(reach: Reach, operation: SchemaOperation): void {
    const { byName } = this.#graph;
    for (const name of changedNames(operation)) {
      reach.change(name);
      // Shadow tables come and go with virtual ones.
      const was = operation.op === "renameTable" ? byName.get(foldName(operation.table)) : undefined;
      if (!isVirtualText(operation) && !was?.some(isVirtual)) continue;
      for (const other of byName.keys()) if (other.startsWith(`${name}_`)) reach.change(other);
    }
    for (const text of textsIn(operation)) {
      for (const name of [foldName(text), ...namesIn(text)])
        for (const object of byName.get(name) ?? []) reach.keep(object, true);
    }
  }
}

interface Graph {
  /** By folded name: a trigger may be called as a table is. */
  readonly byName: ReadonlyMap<string, readonly StoredObject[]>;
  /** Indexes and triggers, by folded name of what they are on. */
  readonly own: ReadonlyMap<string, readonly StoredObject[]>;
  /** Views, triggers and virtual tables, by folded names in their texts; tables, by those their foreign keys refer to. */
  readonly mentionedBy: ReadonlyMap<string, readonly StoredObject[]>;
  /** The same the other way round. */
  readonly mentions: ReadonlyMap<StoredObject, ReadonlySet<string>>;
  /** Folded names of shadow tables, with those of the virtual tables they belong to. */
  readonly owners: ReadonlyMap<string, string>;
}

/** Collects objects from names that change: upwards to what stands on them, downwards to what that needs. */
class Reach {
  readonly kept = new Set<StoredObject>();
  readonly #graph: Graph;
  /** Names, and `on table` for those whose triggers may change. */
  readonly #changed = new Set<string>();
  /** Those whose triggers are in as well. */
  readonly #fired = new Set<StoredObject>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** What has this name, or would have it, may change, and so may all that mentions it. */
  change(name: string): void {
    if (this.#changed.has(name)) return;
    this.#changed.add(name);
    const { byName, mentionedBy, mentions, owners } = this.#graph;
    const owner = owners.get(name);
    if (owner !== undefined) this.change(owner);
    for (const object of byName.get(name) ?? []) {
      this.keep(object, true);
      // A key is one by its index, and the rows of a view can be edited by its triggers.
      if (isPart(object)) this.change(foldName(object.table));
      if (isPlainTable(object)) for (const parent of mentions.get(object) ?? []) this.#keepNamed(parent, false);
    }
    for (const above of mentionedBy.get(name) ?? []) {
      if (above.type === "trigger") this.#changeTrigger(above);
      else if (isPlainTable(above)) {
        // It stands on another by its foreign key alone, and on that key nothing else does.
        this.keep(above, false);
      } else this.change(foldName(above.name));
    }
  }

  /** What a trigger does may change, and with it what those do that fire it. */
  #changeTrigger(trigger: StoredObject): void {
    const key = `on ${foldName(trigger.table)}`;
    this.keep(trigger, true);
    if (this.#changed.has(key)) return;
    this.#changed.add(key);
    for (const above of this.#graph.mentionedBy.get(foldName(trigger.table)) ?? [])
      if (above.type === "trigger") this.#changeTrigger(above);
  }

  /** The object is there, with what it needs to be compiled; `fires`: it is written to, so that its triggers are compiled too. */
  keep(object: StoredObject, fires: boolean): void {
    if (this.#fired.has(object) || (!fires && this.kept.has(object))) return;
    this.kept.add(object);
    if (fires) this.#fired.add(object);
    const { own, mentions, owners } = this.#graph;
    const name = foldName(object.name);
    if (isPart(object)) this.#keepNamed(foldName(object.table), object.type === "trigger");
    else {
      const owner = owners.get(name);
      if (owner !== undefined) this.#keepNamed(owner, fires);
      for (const part of own.get(name) ?? []) if (fires || part.type === "index") this.keep(part, fires);
    }
    if (isPlainTable(object)) return;
    for (const mentioned of mentions.get(object) ?? []) this.#keepNamed(mentioned, object.type === "trigger");
  }

  /** What can be read from by this name. */
  #keepNamed(name: string, fires: boolean): void {
    for (const object of this.#graph.byName.get(name) ?? []) if (!isPart(object)) this.keep(object, fires);
  }
}

function add(map: Map<string, StoredObject[]>, key: string, object: StoredObject): void {
  const list = map.get(key);
  if (list) list.push(object);
  else map.set(key, [object]);
}

function isVirtual({ type, sql }: StoredObject): boolean {
  return type === "table" && /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? "");
}

function isVirtualText(operation: SchemaOperation): boolean {
  return "sql" in operation && createHead(operation.sql ?? "")?.kind === "virtual";
}

function isPart({ type }: StoredObject): boolean {
  return type === "index" || type === "trigger";
}

function isPlainTable(object: StoredObject): boolean {
  return object.type === "table" && !isVirtual(object);
}

function keyOf({ type, name }: StoredObject): string {
  return `${type} ${foldName(name)}`;
}

/** Null for what mentions no tables. */
function namesInText(object: StoredObject): ReadonlySet<string> | null {
  return object.type === "index" || object.sql === null ? null : namesIn(object.sql);
}

/** Every word of a text that could be a name, folded, up to a keyword. An option of a virtual table may be a name within quotes. */
function namesIn(sql: string, end?: string): Set<string> {
  const names = new Set<string>();
  for (const { name: token, text } of scriptTokens(sql)) {
    if (token === end) break;
    const name = nameOf(text);
    names.add(foldName(name));
    if (name !== text && name.includes("=")) for (const inner of namesIn(name)) names.add(inner);
  }
  return names;
}

/** Folded names of what an operation changes or makes. */
function changedNames(operation: SchemaOperation): string[] {
  const given: string[] = [];
  if ("table" in operation) given.push(operation.table);
  if ("name" in operation && !("table" in operation)) given.push(operation.name);
  if (operation.op === "renameTable") given.push(operation.to);
  const names = given.map(foldName);
  if (!("sql" in operation) || operation.sql === undefined) return names;
  // SQL of the user's own may do anything to what it names, and an index may make a key of columns.
  if (operation.op === "sql" || operation.op === "createIndex" || operation.op === "redefineIndex")
    return [...names, ...namesIn(operation.sql)];
  // A trigger changes what writing to its table does: that is named before BEGIN.
  if (operation.op === "createTrigger" || operation.op === "redefineTrigger")
    return [...names, ...namesIn(operation.sql, "BEGIN")];
  const head = createHead(operation.sql);
  return head ? [...names, foldName(head.name)] : names;
}

/** Everything of an operation that may be SQL or a name. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

/** What is known of texts, for as long as the last schema that was mapped has them: most are in the next one too. */
let knownFailures: ReadonlyMap<string, readonly string[]> = new Map();

/** Makes each table alone with its indexes and triggers, and takes it back. Gives what SQLite did not make. */
function unmakeable(stored: readonly StoredObject[]): StoredObject[] {
  const own = stored.filter(({ name, sql }) => sql !== null && !foldName(name).startsWith("sqlite_"));
  const groups = [...Map.groupBy(own, ({ table }) => foldName(table)).values()];
  const failures = new Map<string, readonly string[]>();
  let alone: Connection | null = null;
  try {
    for (const group of groups) {
      const texts = JSON.stringify(group.map(({ sql }) => sql));
      const failed = knownFailures.get(texts) ?? failuresOf(group, (alone ??= openConnection(null, "write")));
      failures.set(texts, failed);
    }
  } finally {
    alone?.close();
  }
  knownFailures = failures;
  const failed = new Set([...failures.values()].flat());
  return own.filter((object) => failed.has(keyOf(object)));
}

function failuresOf(group: readonly StoredObject[], { db }: Connection): string[] {
  db.exec("BEGIN");
  const failed = group.filter(({ sql }) => {
    try {
      db.exec(sql as string);
      return false;
    } catch {
      return true;
    }
  });
  if (db.inTransaction) db.exec("ROLLBACK");
  return failed.map(keyOf);
}
