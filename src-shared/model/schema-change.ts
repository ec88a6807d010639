/**
 * Changes of a schema as data: what `joinery schema plan|apply` reads, what a plan answers (docs/schema-changes.md).
 * SQL appears where SQLite's own grammar says it best (a column definition, an expression, a whole CREATE statement); names
 * are plain names, never quoted.
 */
import * as v from "valibot";
import { AppErrorDataSchema } from "../errors/app-error.ts";
import { NameSchema } from "./names.ts";
import { SchemaDifferenceSchema } from "./schema-difference.ts";

const SqlText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000_000));
const Columns = v.pipe(v.array(NameSchema), v.minLength(1));
/** A column of a key or UNIQUE: its name, or with what is written behind it. */
const KeyTerm = v.strictObject({
  name: NameSchema,
  collation: v.optional(NameSchema),
  descending: v.optional(v.boolean()),
});
const Position = v.union([v.picklist(["first", "last"]), v.strictObject({ after: NameSchema })]);
const ForeignKeyAction = v.picklist(["NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE"]);
const Conflict = v.picklist(["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"]);
const Generated = v.strictObject({ expression: SqlText, kind: v.picklist(["virtual", "stored"]) });
/**
 * Which rule of the table is meant, where its name, columns or expression may not say it: the clause as it is written with its
 * CONSTRAINT name (compared token by token), the column it stands in (not given: a constraint of the table), and which one, from 0,
 * where the same stands there more than once.
 */
const Rule = v.strictObject({
  sql: SqlText,
  column: v.optional(NameSchema),
  nth: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
const rule = v.optional(Rule);
/** It is typed now: a call of a function that does not exist refuses it. Schemas of other programs keep theirs, with a warning. */
const mustRun = v.optional(v.boolean());
/** Values may be changed by the new type in a way that the old one cannot bring back. */
const acceptLossy = v.optional(v.boolean());

const operations = [
  v.strictObject({ op: v.literal("createTable"), sql: SqlText }),
  v.strictObject({ op: v.literal("dropTable"), table: NameSchema }),
  v.strictObject({ op: v.literal("renameTable"), table: NameSchema, to: NameSchema }),
  /** `sql` is a column definition: `bio TEXT NOT NULL DEFAULT ''`. `fill` is its value in the rows that are there. */
  v.strictObject({
    op: v.literal("addColumn"),
    table: NameSchema,
    sql: SqlText,
    position: v.optional(Position),
    fill: v.optional(SqlText),
  }),
  v.strictObject({ op: v.literal("dropColumn"), table: NameSchema, column: NameSchema }),
  v.strictObject({ op: v.literal("renameColumn"), table: NameSchema, column: NameSchema, to: NameSchema }),
  /** What is not given stays; null takes a clause away. `fill` is an expression for the NULLs of a column that becomes NOT NULL. */
  v.strictObject({
    op: v.literal("changeColumn"),
    table: NameSchema,
    column: NameSchema,
    type: v.optional(v.pipe(v.string(), v.trim())),
    notNull: v.optional(v.boolean()),
    default: v.optional(v.nullable(SqlText)),
    check: v.optional(v.nullable(SqlText)),
    /** Which CHECK of the column `check` takes the place of. */
    rule,
    collation: v.optional(v.nullable(NameSchema)),
    generated: v.optional(v.nullable(Generated)),
    /** The text of a `--` comment after the definition. */
    comment: v.optional(v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.regex(/^[^\n\r]*$/)))),
    fill: v.optional(SqlText),
    acceptLossy,
  }),
  /** Columns in their order in the key; none takes the key away. */
  v.strictObject({
    op: v.literal("setPrimaryKey"),
    table: NameSchema,
    name: v.optional(NameSchema),
    columns: v.array(KeyTerm),
    autoincrement: v.optional(v.boolean()),
    onConflict: v.optional(Conflict),
  }),
  v.strictObject({ op: v.literal("moveColumn"), table: NameSchema, column: NameSchema, position: Position }),
  v.strictObject({
    op: v.literal("addForeignKey"),
    table: NameSchema,
    name: v.optional(NameSchema),
    columns: Columns,
    parentTable: NameSchema,
    /** Not given: the parent's primary key. */
    parentColumns: v.optional(Columns),
    onDelete: v.optional(ForeignKeyAction),
    onUpdate: v.optional(ForeignKeyAction),
    /** DEFERRABLE INITIALLY DEFERRED. */
    deferred: v.optional(v.boolean()),
    /** The rule that it takes the place of. */
    rule,
  }),
  v.strictObject({ op: v.literal("dropForeignKey"), table: NameSchema, columns: Columns, rule }),
  v.strictObject({
    op: v.literal("addCheck"),
    table: NameSchema,
    name: v.optional(NameSchema),
    expression: SqlText,
    /** The rule that it takes the place of. */
    rule,
  }),
  v.strictObject({
    op: v.literal("addUnique"),
    table: NameSchema,
    name: v.optional(NameSchema),
    columns: v.pipe(v.array(v.union([NameSchema, KeyTerm])), v.minLength(1)),
    onConflict: v.optional(Conflict),
    /** The rule that it takes the place of. */
    rule,
  }),
  v.strictObject({ op: v.literal("dropUnique"), table: NameSchema, columns: Columns, rule }),
  v.strictObject({ op: v.literal("dropConstraint"), table: NameSchema, name: NameSchema, rule }),
  /** For a CHECK without a name; the expression is compared token by token. */
  v.strictObject({ op: v.literal("dropCheck"), table: NameSchema, expression: SqlText, rule }),
  v.strictObject({ op: v.literal("renameConstraint"), table: NameSchema, name: NameSchema, to: NameSchema, rule }),
  v.strictObject({
    op: v.literal("setTableOptions"),
    table: NameSchema,
    strict: v.optional(v.boolean()),
    withoutRowid: v.optional(v.boolean()),
    acceptLossy,
  }),
  /**
   * Gives a table a new CREATE TABLE text; columns of the same name keep their values. `values` gives columns another
   * value: an expression over the columns as they were.
   */
  v.strictObject({
    op: v.literal("redefineTable"),
    table: NameSchema,
    sql: SqlText,
    values: v.optional(v.array(v.strictObject({ column: NameSchema, expression: SqlText }))),
    acceptLossy,
    /** Rows that break a CHECK of the text are taken along as they are. */
    acceptBroken: v.optional(v.boolean()),
  }),
  v.strictObject({ op: v.literal("createIndex"), sql: SqlText }),
  v.strictObject({ op: v.literal("dropIndex"), name: NameSchema }),
  v.strictObject({ op: v.literal("createView"), sql: SqlText, mustRun }),
  v.strictObject({ op: v.literal("dropView"), name: NameSchema }),
  v.strictObject({ op: v.literal("createTrigger"), sql: SqlText, mustRun }),
  v.strictObject({ op: v.literal("dropTrigger"), name: NameSchema }),
  /** Gives an index, view or trigger a new CREATE text, which may also give it a new name. Triggers keep their order. */
  v.strictObject({ op: v.literal("redefineIndex"), name: NameSchema, sql: SqlText }),
  v.strictObject({ op: v.literal("redefineView"), name: NameSchema, sql: SqlText }),
  v.strictObject({ op: v.literal("redefineTrigger"), name: NameSchema, sql: SqlText }),
  /** Numbers a program keeps in the file's header. */
  v.strictObject({
    op: v.literal("setPragma"),
    name: v.picklist(["user_version", "application_id"]),
    value: v.pipe(v.number(), v.integer(), v.minValue(-2_147_483_648), v.maxValue(2_147_483_647)),
  }),
  /** Any one statement; without `reverse` the plan cannot be undone. */
  v.strictObject({ op: v.literal("sql"), sql: SqlText, reverse: v.optional(SqlText) }),
] as const;

export const SchemaOperationSchema = v.variant("op", operations);
export type SchemaOperation = v.InferOutput<typeof SchemaOperationSchema>;

export const SchemaOperationsSchema = v.pipe(v.array(SchemaOperationSchema), v.maxLength(10_000));

/**
 * `native`: SQLite's own statement, nothing is rewritten. `rebuild`: a new table is filled and takes the place of the old.
 * `copyBack`: the rows wait in a temporary copy while the table is made anew; twice the work, for texts that no
 * rename survives.
 */
const RouteSchema = v.picklist(["native", "rebuild", "copyBack"]);
export type Route = v.InferOutput<typeof RouteSchema>;

/**
 * `exact`: the reverse gives the same schema and data. `schema`: the same schema, but what was dropped stays gone.
 * `no`: there is no reverse.
 */
const ReversibleSchema = v.picklist(["exact", "schema", "no"]);
export type Reversible = v.InferOutput<typeof ReversibleSchema>;

/** Values or rows that a step destroys or changes. */
const TouchedDataSchema = v.object({
  what: v.string(),
  count: v.number(),
  examples: v.array(v.string()),
  /** The way back does not bring them back. */
  final: v.boolean(),
});
export type TouchedData = v.InferOutput<typeof TouchedDataSchema>;

export const PlannedStepSchema = v.object({
  /** 0-based index of its operation. */
  operation: v.number(),
  title: v.string(),
  route: RouteSchema,
  /** The statements that run, in their order; none where the next step, a rebuild of the same table, does it as well. */
  sql: v.array(v.string()),
  /** The first version of SQLite that has these statements (`3.53`), where not everybody has it; null: old ones do. */
  needs: v.nullable(v.string()),
  /** Rows that are rewritten. */
  rows: v.number(),
  reversible: ReversibleSchema,
  reverse: v.array(SchemaOperationSchema),
  touched: v.array(TouchedDataSchema),
});
export type PlannedStep = v.InferOutput<typeof PlannedStepSchema>;

/** A way out of a refusal: what to put in the place of the operation. */
const RefusalChoiceSchema = v.object({ label: v.string(), operations: v.array(SchemaOperationSchema) });
export type RefusalChoice = v.InferOutput<typeof RefusalChoiceSchema>;

/** Why a plan cannot be applied; an error as any other, with its place in the list and the choices there are. */
export const RefusalSchema = v.object({
  ...AppErrorDataSchema.entries,
  /** 0-based index of the operation; null when it is the plan as a whole. */
  operation: v.nullable(v.number()),
  choices: v.array(RefusalChoiceSchema),
});
export type Refusal = v.InferOutput<typeof RefusalSchema>;

/** What a list of operations makes of the schema; nothing is looked up in the rows. */
export const DraftSchema = v.object({
  /** `PRAGMA schema_version` of the schema that the difference is from. */
  schemaVersion: v.number(),
  /** From the schema of the file to that of the draft. When an operation is refused, to the one before it. */
  difference: SchemaDifferenceSchema,
  refusals: v.array(RefusalSchema),
  /** The same change in fewer operations, where some fold together; as given when one is refused. */
  settled: v.array(SchemaOperationSchema),
});
export type Draft = v.InferOutput<typeof DraftSchema>;

export const SchemaPlanSchema = v.object({
  /** `PRAGMA schema_version` the plan was made for. */
  schemaVersion: v.number(),
  steps: v.array(PlannedStepSchema),
  /** Why it cannot be applied; empty when it can, as far as can be told before. */
  refusals: v.array(RefusalSchema),
  /** What changes besides what was asked. */
  warnings: v.array(v.string()),
  reversible: ReversibleSchema,
  /** Operations that undo the plan; empty when there is no reverse. */
  reverse: v.array(SchemaOperationSchema),
});
export type SchemaPlan = v.InferOutput<typeof SchemaPlanSchema>;

export const AppliedPlanSchema = v.object({
  plan: SchemaPlanSchema,
  /** The schema version afterwards. */
  schemaVersion: v.number(),
  milliseconds: v.number(),
});
export type AppliedPlan = v.InferOutput<typeof AppliedPlanSchema>;

/** What a plan makes different, found out on a copy of the database. */
export const DryRunSchema = v.object({
  milliseconds: v.number(),
  /** Size of the copy. */
  bytes: v.number(),
  objects: v.array(
    v.object({
      type: v.string(),
      name: NameSchema,
      change: v.picklist(["new", "gone", "changed"]),
      before: v.nullable(v.string()),
      after: v.nullable(v.string()),
    }),
  ),
  /** Tables with other rows or values than before; `name` is the one afterwards. */
  tables: v.array(
    v.object({
      name: NameSchema,
      was: NameSchema,
      rows: v.object({ before: v.number(), after: v.number() }),
      changed: v.array(v.object({ column: NameSchema, count: v.number() })),
    }),
  ),
  /** Rows that break foreign keys, and damage, that were not there before. */
  foreignKeys: v.array(v.string()),
  integrity: v.array(v.string()),
});
export type DryRun = v.InferOutput<typeof DryRunSchema>;

/** Operations that make one schema of another. */
export const ComparisonSchema = v.object({
  operations: v.array(SchemaOperationSchema),
  /** Statements of the text that cannot be made, with the reason. */
  refusals: v.array(RefusalSchema),
  /** Statements that make nothing of the schema (INSERT, PRAGMA …), each cut to a line: what they do is not in the operations. */
  skipped: v.optional(v.array(v.string())),
});
export type Comparison = v.InferOutput<typeof ComparisonSchema>;

/** Renames from the database to the text it is compared with: facts, because a text alone cannot tell them from drop and add. */
export const RenameFactsSchema = v.array(
  v.object({
    table: NameSchema,
    to: NameSchema,
    columns: v.array(v.object({ column: NameSchema, to: NameSchema })),
  }),
);
export type RenameFacts = v.InferOutput<typeof RenameFactsSchema>;

/** Stored texts with a text in double quotes, and how they are with single ones. */
export const LiteralRepairsSchema = v.object({
  repairs: v.array(v.object({ type: v.string(), name: NameSchema, before: v.string(), after: v.string() })),
  /** Objects that it does not mend, as sentences. */
  left: v.array(v.string()),
  /** Were they written to the file? */
  applied: v.boolean(),
});
export type LiteralRepairs = v.InferOutput<typeof LiteralRepairsSchema>;
