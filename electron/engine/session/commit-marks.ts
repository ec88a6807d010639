/**
 * How a commit is recognised in the file later: a few of its rows, with cells before and after, written into the journal
 * with the intent. A commit is all or nothing, so one row that tells is enough; there are more in case another program
 * changes some of them in between.
 */
import type { Connection } from "../connection/connection.ts";
import type { Mark } from "./journal/intent.ts";
import { readCurrent } from "./read-current.ts";
import { type RowChange, StatementMaker } from "./statements.ts";
import type { SeenCell } from "./unit-of-work.ts";
import type { WrittenRow } from "./written-row.ts";

const MARKS = 16;
/** Rows looked at to find that many that tell: a trigger can undo what an edit did. */
const LOOKED_AT = 64;

/** Marks for rows that were just written, read inside their transaction. */
export function makeMarks(connection: Connection, written: readonly WrittenRow[]): Mark[] {
  const marks: Mark[] = [];
  const maker = new StatementMaker();
  const step = Math.max(1, Math.floor(written.length / LOOKED_AT));
  for (let i = 0; i < written.length && marks.length < MARKS; i += step) {
    const mark = makeMark(connection, maker, written[i] as WrittenRow);
    if (mark) marks.push(mark);
  }
  return marks;
}

function makeMark(connection: Connection, maker: StatementMaker, { row, change, key }: WrittenRow): Mark | null {
  const { id } = row.entry.staged;
  if (change.kind === "delete") {
    return { id, key: change.key ?? [], cells: change.guards.map(({ column, base }) => ({ column, before: base })) };
  }
  if (key === null) return null;
  const columns = change.sets.map((s) => s.column);
  const after = readCurrent(connection, row.table, key, columns);
  // AFTER triggers may have deleted or moved the row.
  if (!after) return null;
  const afterCells = columns.map((column, i): SeenCell => ({ column, base: after[i] ?? null }));
  // An edit of the key moves the row: what was before is not under the new key.
  if (change.kind === "insert" || change.returning.length > 0) {
    return { id, key, cells: afterCells.map(({ column, base }) => ({ column, after: base })) };
  }
  if (holds(connection, maker, { ...change, kind: "check", returning: [] })) return null;
  const before = new Map(change.guards.map((g) => [g.column, g.base]));
  return {
    id,
    key,
    cells: afterCells.map(({ column, base }) => ({ column, before: before.get(column) ?? null, after: base })),
  };
}

/** What one mark says of its commit; `strong` when it cannot be explained by what other programs may have done. */
export interface Evidence {
  readonly done: boolean;
  readonly strong: boolean;
}

/** Looks for a mark in the file; null when it tells nothing. */
export function readMark(connection: Connection, mark: Mark, table: RowChange["table"]): Evidence | null {
  const maker = new StatementMaker();
  const side = (name: "before" | "after") =>
    mark.cells.flatMap((cell): SeenCell[] => {
      const base = cell[name];
      return base === undefined ? [] : [{ column: cell.column, base }];
    });
  const before = side("before");
  const after = side("after");
  const check = (guards: readonly SeenCell[]) =>
    holds(connection, maker, { kind: "check", table, key: mark.key, sets: [], guards, returning: [] });
  const there = check([]) !== null;
  const wasThere = before.length > 0;
  const isLeft = after.length > 0 || !wasThere;
  if (!there) {
    if (wasThere && isLeft) return null;
    return { done: wasThere, strong: false };
  }
  if (isLeft && check(after)) return { done: true, strong: true };
  if (wasThere && check(before)) return { done: false, strong: true };
  return null;
}

/** Does the row hold all of this? null when it is not there. */
function holds(connection: Connection, maker: StatementMaker, check: RowChange): boolean | null {
  const found = connection.row(maker.make(check));
  return found ? found.every((cell) => cell === 1n) : null;
}
