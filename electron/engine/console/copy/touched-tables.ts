/**
 * Which tables a statement may write, triggers and foreign keys included: SQLite's own program for it says which b-trees it
 * opens for writing. Source: https://www.sqlite.org/opcode.html (OpenWrite, Clear, VUpdate)
 */
import type Database from "better-sqlite3";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { Connection } from "../../connection/connection.ts";
import { bindArguments } from "../bind-parameters.ts";
import { pragmaOf } from "../statement-kind.ts";

export class TouchedTables {
  /** Names in lower case. */
  readonly #names = new Set<string>();
  #virtual = false;
  /** A statement's program could not be read: then any table may have been written. */
  #any = false;

  /** Looks at a statement just before it runs. */
  note(connection: Connection, sql: string): void {
    // It changes no rows, and to explain it would be to carry it out twice.
    if (pragmaOf(sql) !== null) return;
    try {
      const program = connection.db.prepare(`EXPLAIN ${sql}`) as Database.Statement<unknown[], Scalar[]>;
      const roots = new Set<bigint>();
      // addr, opcode, p1, p2, p3, p4, p5, comment
      for (const [, opcode, p1, p2, p3] of program.raw(true).iterate(...bindArguments(sql, new Map(), null))) {
        if (opcode === "OpenWrite" && p3 === 0n) roots.add(p2 as bigint);
        if (opcode === "Clear" && p2 === 0n) roots.add(p1 as bigint);
        if (opcode === "VUpdate") this.#virtual = true;
      }
      if (roots.size === 0) return;
      const owners = connection.query({
        sql: "SELECT lower(tbl_name) FROM main.sqlite_schema WHERE rootpage IN (SELECT value FROM json_each(?))",
        parameters: [`[${[...roots].join(",")}]`],
      });
      for (const [name] of owners.rows) this.#names.add(String(name));
    } catch {
      // EXPLAIN of an EXPLAIN or of something that is no SQL: the run itself says what is wrong.
      if (!/^\s*explain\b/i.test(sql)) this.#any = true;
    }
  }

  /** May it have been written? */
  has(name: string, isVirtual: boolean): boolean {
    return this.#any || (isVirtual ? this.#virtual : this.#names.has(name.toLowerCase()));
  }
}
