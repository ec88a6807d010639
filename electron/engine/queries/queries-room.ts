/** `queries.…`: what the query builder asks: its query as SQL and code, the first rows of it, and a view of it. */
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import type { ModelNames } from "../../../src-shared/model/models.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import { inlineParameters } from "../../../src-shared/sql/inline-parameters.ts";
import type { Connections } from "../connection/connections.ts";
import type { Room } from "../engine-context.ts";
import { asAppError, withAppErrors } from "../engine-error.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { drizzleCode } from "./code/drizzle-code.ts";
import { kyselyCode } from "./code/kysely-code.ts";
import { namingOf } from "./code/naming.ts";
import { sqlAlchemyCode } from "./code/sqlalchemy-code.ts";
import { compileQuery } from "./compile-query.ts";
import { createView } from "./create-view.ts";
import { columnsOf, firstRows } from "./run-query.ts";

/** Opens the room; it reads through the connections' reader and writes, when a view is made, through their writer. */
export function openQueriesRoom(connections: Connections, schema: SchemaRoom): Room<"queries"> {
  function compile(query: Query, names: ModelNames | undefined): CompiledQuery {
    const { sql, parameters } = compileQuery(query);
    const naming = namingOf(schema.read(), names);
    const plain = inlineParameters(sql, parameters as Scalar[]);
    const code = {
      kysely: kyselyCode(query, naming),
      sqlalchemy: sqlAlchemyCode(query, naming, plain),
      drizzle: drizzleCode(query, naming, plain),
    };
    const compiled = { sql, parameters: parameters as Scalar[], code };
    try {
      // Prepared, not run: this tells what SQLite thinks of it and what comes out.
      return { ...compiled, columns: columnsOf(connections.reader().db.prepare(sql)), error: null };
    } catch (thrown) {
      return { ...compiled, columns: null, error: toAppErrorData(asAppError(thrown, { path: connections.realPath })) };
    }
  }

  return {
    handlers: {
      "queries.compile": ({ query, names }) => compile(query, names),
      "queries.run": ({ query, limit }) =>
        withAppErrors({ path: connections.realPath }, () =>
          firstRows(connections.reader(), compileQuery(query), limit),
        ),
      "queries.createView": ({ name, query }) => createView(connections, schema, name, query),
    },
    close() {},
  };
}
