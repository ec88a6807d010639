/** Questions of the query builder: `queries.…`. */
import * as v from "valibot";
import { CompiledQuerySchema, FirstRowsSchema } from "../../model/compiled-query.ts";
import { ModelNamesSchema } from "../../model/models.ts";
import { QuerySchema } from "../../model/query.ts";
import { procedure } from "../procedure.ts";
import { PageSize } from "./forms.ts";

export const queriesContract = {
  /** The builder's query as SQL and as code; not run, only shown to SQLite. */
  "queries.compile": procedure(
    "read",
    "safe",
    v.object({ query: QuerySchema, names: v.optional(ModelNamesSchema) }),
    CompiledQuerySchema,
  ),
  /** The first rows of the builder's query. Where SQLite finds none for too long, the process of the lane is ended. */
  "queries.run": procedure("query", "safe", v.object({ query: QuerySchema, limit: PageSize }), FirstRowsSchema),
  /** Makes a view of the builder's query, in one transaction; gives the statement that was run. */
  "queries.createView": procedure(
    "session",
    "never",
    v.object({ name: v.pipe(v.string(), v.maxLength(1000)), query: QuerySchema }),
    v.object({ sql: v.string() }),
  ),
} as const;
