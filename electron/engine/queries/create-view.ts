/** Keeps a query in the database, as a view. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { inlineParameters } from "../../../src-shared/sql/inline-parameters.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connections } from "../connection/connections.ts";
import { withAppErrors } from "../engine-error.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { compileQuery } from "./compile-query.ts";

/** The statement that makes the view. Throws a RangeError for a name with a NUL character. */
export function viewStatement(name: string, query: Query): string {
  const { sql, parameters } = compileQuery(query);
  return `CREATE VIEW ${quoteName(name)} AS ${inlineParameters(sql, parameters as Scalar[])}`;
}

/** Makes the view; nothing is stored where its query cannot be read. Throws an AppError. */
export function createView(connections: Connections, schema: SchemaRoom, name: string, query: Query): { sql: string } {
  if (name.trim() === "" || name.includes("\0")) {
    throw new AppError({ code: "request.invalid", message: "A view needs a name.", next: "Give it one." });
  }
  const taken = schema
    .read()
    .tables.find((each) => each.schema === "main" && each.name.toLowerCase() === name.toLowerCase());
  if (taken) {
    throw new AppError({
      code: "request.invalid",
      message: `There is a ${taken.kind === "view" ? "view" : "table"} called “${taken.name}” already.`,
      next: "Give the view another name.",
    });
  }
  const sql = viewStatement(name, query);
  const writer = connections.writer();
  return withAppErrors({ path: connections.realPath }, () => {
    writer.run({ sql: "BEGIN IMMEDIATE", parameters: [] });
    try {
      writer.run({ sql, parameters: [] });
      // SQLite does not look at what a view reads until it is read.
      writer.db.prepare(`SELECT * FROM main.${quoteName(name)}`);
      writer.run({ sql: "COMMIT", parameters: [] });
    } catch (thrown) {
      if (writer.db.inTransaction) writer.run({ sql: "ROLLBACK", parameters: [] });
      throw thrown;
    }
    return { sql };
  });
}
