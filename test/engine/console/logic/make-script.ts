/**
 * Scripts in the manner of SQL Logic Test, made from a number: the same number gives the same script. Statements are known one by
 * one, so what a runner cuts the text into can be compared; between them stands all that may stand there.
 */

export interface MadeScript {
  /** Statements in order, without what stands between them. */
  readonly statements: readonly string[];
  /** Which of them give rows. */
  readonly queries: readonly number[];
  readonly text: string;
}

/** A small generator of its own: tests must not depend on anybody else's idea of random. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0 || 1;
  }

  /** 0 … n-1. */
  next(n: number): number {
    // xorshift32
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % n;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.next(list.length)] as T;
  }
}

const BETWEEN = [
  "\n",
  " ",
  "",
  "\n-- a comment; with 'quotes\" and ; semicolons\n",
  "/* one; select 'not this'; */",
  "\n;;\n",
  "\r\n\t",
  " /* a /* is no nesting */ ",
  "\n--;\n",
  "/**/",
];

const TEXTS = ["'x'", "'it''s; fine'", "'-- no comment'", "'/* none */'", "'end;'", "''", "'ü😀'", "'a\nb'", "'begin'"];

/** An expression whose value the sqlite3 shell writes the same in every version (no reals but halves). */
function expression(dice: Dice, depth = 0): string {
  const inner = () => expression(dice, depth + 1);
  if (depth > 2) return dice.pick([String(dice.next(100)), dice.pick(TEXTS), "NULL", "x'00ff3b'", "b", "a"]);
  return dice.pick([
    () => String(dice.next(1000) - 500),
    () => `(${inner()} + ${dice.next(9)})`,
    () => `CASE WHEN ${inner()} > ${dice.next(50)} THEN ${inner()} ELSE ${dice.pick(TEXTS)} END`,
    () => `CASE a WHEN ${dice.next(5)} THEN 'end;' WHEN 2 THEN ${inner()} END`,
    () => `coalesce(${inner()}, ${dice.next(9)})`,
    () => `(SELECT count(*) FROM "t;2" WHERE [k] < ${dice.next(30)})`,
    () => `${dice.pick(TEXTS)} || ';'`,
    () => `length(${dice.pick(TEXTS)}) + a`,
    () => `a % ${dice.next(5) + 2} = 0`,
    () => `b IS NOT ${dice.pick(TEXTS)}`,
    () => `((a, 1) < (${dice.next(9)}, 2))`,
    () => `${1 + dice.next(4)}.5`,
    () => dice.pick(["b", "a", "9223372036854775807", "-9223372036854775808", "x''", "NULL"]),
  ])();
}

const SETUP = [
  "CREATE TABLE t1(a INTEGER PRIMARY KEY, b, c DEFAULT ';')",
  'CREATE TABLE "t;2"([k] INT, `v` TEXT, "end" DEFAULT \'--\')',
  "CREATE TABLE log(what, at INTEGER)",
  `CREATE TRIGGER "tr;1" AFTER INSERT ON t1 BEGIN
     INSERT INTO log VALUES (CASE WHEN new.a > 5 THEN 'big;' ELSE 'small' END, new.a); -- not the end;
     UPDATE "t;2" SET v = v || ';' WHERE k = new.a; /* nor this; end; */
   END`,
  `CREATE TEMP TRIGGER tr2 BEFORE DELETE ON t1 WHEN old.b IS NOT NULL BEGIN
     SELECT CASE old.a WHEN 1 THEN 2 END; INSERT INTO log SELECT 'gone', old.a; END`,
  "CREATE VIEW v1 AS SELECT a, b, CASE WHEN a > 2 THEN 'end' END AS e FROM t1 WHERE b <> ';' OR b IS NULL",
];

function change(dice: Dice): string {
  const key = dice.next(40);
  const value = () =>
    dice.next(3) === 0 ? "NULL" : dice.pick([dice.pick(TEXTS), String(dice.next(99)), "x'3b'", "2.5"]);
  return dice.pick([
    () => `INSERT OR REPLACE INTO t1(a, b) VALUES (${key}, ${value()})`,
    () => `INSERT OR IGNORE INTO t1 VALUES (${key}, ${value()}, ${value()}), (${key + 1}, ${value()}, ';')`,
    () => `INSERT INTO "t;2" VALUES (${key}, ${dice.pick(TEXTS)}, ${value()})`,
    () => `UPDATE t1 SET b = CASE WHEN a < ${key} THEN ${value()} ELSE b END WHERE a % 2 = ${dice.next(2)}`,
    () => `UPDATE OR IGNORE t1 SET a = a + 1 WHERE a = ${key}`,
    () => `DELETE FROM t1 WHERE a = ${key} OR b = ';'`,
    () =>
      `WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${dice.next(6) + 1}) INSERT OR IGNORE INTO t1(a) SELECT i FROM c`,
    () => `REPLACE INTO t1(a, b, c) SELECT k, v, 'from;' FROM "t;2" WHERE k < ${key}`,
  ])();
}

function query(dice: Dice): string {
  return dice.pick([
    () => `SELECT ${expression(dice)}, ${expression(dice)} FROM t1 ORDER BY a`,
    () => `SELECT a, b FROM t1 WHERE ${expression(dice)} ORDER BY a LIMIT ${dice.next(9)}`,
    () => `SELECT * FROM v1 ORDER BY 1`,
    () => `SELECT k AS "x;y", count(*) FROM "t;2" GROUP BY k HAVING count(*) > 0 ORDER BY k`,
    () => `SELECT what, count(*) FROM log GROUP BY what ORDER BY what`,
    () => `VALUES (1, ';'), (2, ${dice.pick(TEXTS)})`,
    () =>
      `WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i, CASE WHEN i % 2 THEN 'odd;' END FROM n`,
    () => `SELECT a FROM t1 UNION SELECT k FROM "t;2" ORDER BY 1`,
    () => `SELECT x.a, y.k FROM t1 AS x LEFT JOIN "t;2" AS y ON y.k = x.a ORDER BY 1, 2`,
    () => `SELECT typeof(b), quote(b), hex(b) FROM t1 ORDER BY a`,
    () => `INSERT INTO log VALUES ('ret;', ${dice.next(9)}) RETURNING what, at + 1`,
  ])();
}

/** Script number `seed` with about `length` statements after its tables are made. */
export function makeScript(seed: number, length: number): MadeScript {
  const dice = new Dice(seed + 1);
  const statements = [...SETUP];
  const queries: number[] = [];
  let open = 0;
  for (let i = 0; i < length; i++) {
    const kind = dice.next(12);
    if (kind === 0 && seed % 3 === 0) {
      statements.push(open > 0 ? dice.pick(["RELEASE s", "ROLLBACK TO s"]) : "SAVEPOINT s");
      open = statements.at(-1) === "ROLLBACK TO s" ? open : open > 0 ? open - 1 : 1;
    } else if (kind < 6) {
      queries.push(statements.length);
      statements.push(query(dice));
    } else statements.push(change(dice));
  }
  if (open > 0) statements.push("RELEASE s");
  for (const table of ["t1", '"t;2"', "log"]) {
    queries.push(statements.length);
    statements.push(`SELECT * FROM ${table} ORDER BY rowid`);
  }
  let text = dice.pick(["", "\uFEFF", "-- first\n", "/* x; */"]);
  for (const [i, statement] of statements.entries()) {
    const last = i === statements.length - 1;
    text += `${statement}${last && dice.next(2) === 0 ? "" : dice.pick([";", " ;", "\n;"])}${dice.pick(BETWEEN)}`;
  }
  return { statements, queries, text };
}
