/** Literals are read back by SQLite as the same values, also after an editor or a terminal took the text for lines. */
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";

const text = fc
  .array(fc.constantFrom("a", "'", "\0", "\r", "\n", "\r\n", "é", "\u2028", " "), { maxLength: 8 })
  .map((parts) => parts.join(""));
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  text,
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }).map((value) => value || 0),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => new Uint8Array(bytes)),
);

it("stay the same value, and hold no character that is lost on the way", () => {
  const db = new Database(":memory:");
  db.defaultSafeIntegers(true);
  fc.assert(
    fc.property(scalar, (value) => {
      const literal = sqlLiteral(value);
      expect(literal).not.toMatch(/[\0\r]/);
      const [read] = db.prepare(`SELECT ${literal}`).raw().get() as [Scalar];
      expect(read instanceof Uint8Array ? new Uint8Array(read) : read).toEqual(value);
    }),
  );
  db.close();
  expect(sqlLiteral("a\r\nb")).toBe("('a' || char(13) || '\nb')");
  expect(sqlLiteral("\0\r")).toBe("(char(0, 13))");
});
