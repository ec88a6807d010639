/** What the pending changes say about cascades, past commits and scripts. */
import { describe, expect, it } from "vitest";
import { cascadeWords, mayCascade } from "../../../renderer/features/pending-changes/cascade-words.ts";
import { distinctWords } from "../../../renderer/features/pending-changes/changes-by-table.ts";
import { countWords, whenWords } from "../../../renderer/features/pending-changes/commit-words.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Cascade, CommitEntry } from "../../../src-shared/model/commit.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";

const name = (table: string) => ({ schema: "main", name: table });
const deleted = (table: string, key: bigint): StagedRow => ({
  id: `${table} ${key}`,
  state: "deleted",
  row: { table: name(table), key: [key] },
  values: [],
});
const nothing: Cascade = { tables: [], links: [], blockers: [], complete: true };

describe("cascades", () => {
  it("says what goes, what is set, and what forbids it", () => {
    const cascade: Cascade = {
      tables: [
        { table: name("movies"), deleted: 12, changed: 0 },
        { table: name("credits"), deleted: 1, changed: 3 },
      ],
      links: [
        { table: name("movies"), columns: ["studio"], parent: name("studios"), action: "delete", rows: 12 },
        { table: name("credits"), columns: ["movie"], parent: name("movies"), action: "setNull", rows: 3 },
      ],
      blockers: [{ table: name("loans"), columns: ["movie"], parent: name("movies"), action: "RESTRICT", rows: 2 }],
      complete: true,
    };
    const words = cascadeWords(cascade, [deleted("studios", 1n)]);
    expect(words.effects).toBe(
      "Deleting 1 row of studios also deletes 12 rows of movies and 1 row of credits and sets movie of 3 rows of credits to NULL.",
    );
    expect(words.blockers).toEqual([
      "2 rows of loans still refer to movies by movie (RESTRICT): the commit will be refused.",
    ]);
    expect(words.elsewhere).toEqual({ rows: 13, tables: 2 });
    expect(cascadeWords({ ...cascade, complete: false }, [deleted("studios", 1n)]).effects).toContain(
      "at least 12 rows",
    );
  });

  it("rows that go in the same table are told, not asked about; nothing at all is null", () => {
    const own: Cascade = { ...nothing, tables: [{ table: name("replies"), deleted: 4, changed: 0 }] };
    expect(cascadeWords(own, [deleted("replies", 1n)])).toMatchObject({ elsewhere: null });
    expect(cascadeWords(own, [deleted("replies", 1n)]).effects).toContain("4 rows of replies");
    expect(cascadeWords(nothing, [deleted("t", 1n)])).toEqual({ effects: null, blockers: [], elsewhere: null });
  });

  it("asks only where another table refers to one from which rows are deleted", () => {
    const referring = { schema: "main", name: "movies", foreignKeys: [{ parentTable: "Studios" }] } as unknown as Table;
    const schema = { version: 1, tables: [referring], indexes: [], triggers: [] } as DatabaseSchema;
    expect(mayCascade([deleted("studios", 1n)], schema)).toBe(true);
    expect(mayCascade([deleted("movies", 1n)], schema)).toBe(false);
    expect(mayCascade([{ ...deleted("studios", 1n), state: "dirty" }], schema)).toBe(false);
  });
});

describe("past commits", () => {
  const commit: CommitEntry = {
    id: 1,
    at: "2026-05-01T10:00:00.000Z",
    label: "Edit",
    inserted: 1,
    updated: 1200,
    deleted: 0,
    cascaded: 2,
    others: 0,
    tables: [{ table: name("movies"), inserted: 1, updated: 1200, deleted: 0 }],
    notUndoable: null,
  };
  it("are counted by table", () => {
    expect(countWords(commit)).toBe("movies: 1 added, 1,200 changed · 2 rows more by foreign keys");
  });
  it("of today have a time, others a date, of other years a year", () => {
    const at = new Date(2026, 4, 1, 10, 5, 9);
    expect(whenWords(at.toISOString(), new Date(2026, 4, 1, 23))).toBe("10:05:09");
    expect(whenWords(at.toISOString(), new Date(2026, 4, 2))).toBe("1 May, 10:05:09");
    expect(whenWords(at.toISOString(), new Date(2027, 0, 1))).toBe("1 May 2026, 10:05:09");
  });
});

describe("values beside each other", () => {
  const pair = (before: Cell | undefined, after: Cell | undefined) => distinctWords([before, after]).join(" → ");
  const bytes = (...all: number[]) => new Uint8Array(all);

  it("never read alike when they differ", () => {
    expect(pair("a\r\nb", "a\nb")).toBe("a ⟨CR⟩↵ b → a ↵ b");
    expect(pair("end", "end ")).toBe("end → end·");
    expect(pair(1n, "1")).toBe("1 (INTEGER) → 1 (TEXT)");
    expect(pair("NULL", null)).toBe("NULL (TEXT) → NULL");
    expect(pair(undefined, "default")).toBe("default → default (TEXT)");
    expect(pair("", '""')).toBe('"" (TEXT) (0 B) → "" (TEXT) (2 B)');
    expect(pair(bytes(1, 2, 3), bytes(1, 2, 4))).toBe("BLOB 3 B 010203 → BLOB 3 B 010204");
    const large = { storage: "text", head: "lorem", bytes: 70_000 } as const;
    expect(pair(large, "lorem…")).toBe("lorem… (TEXT) (68.4 KB) → lorem… (TEXT) (8 B)");
  });

  it("read as they do alone where they are told apart anyway", () => {
    expect(pair(1n, 2n)).toBe("1 → 2");
    expect(pair("a b", "c d")).toBe("a b → c d");
    expect(pair(bytes(1), bytes(1, 2))).toBe("BLOB 1 B → BLOB 2 B");
    expect(pair("", null)).toBe('"" → NULL');
    expect(distinctWords(["same ", "same "])).toEqual(["same ", "same "]);
  });
});
