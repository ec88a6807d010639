/**
 * The one reader of CREATE TABLE texts. It follows SQLite's grammar token by token and leaves expressions alone, so that it reads
 * whatever SQLite has stored, with literals and functions of any version. Nothing is lost: what is not inside of a part is
 * blanks, comments, commas and brackets.
 * Source: https://www.sqlite.org/lang_createtable.html and `create_table` in https://www.sqlite.org/src/file/src/parse.y
 */
import { nameOf, type ScriptToken } from "../script-tokens.ts";
import type { Clause, ClauseKind, ColumnPart, ListedColumn, Place, Reference, TableParts } from "./table-parts.ts";
import { TokenCursor, Unreadable } from "./token-cursor.ts";

/** The parts of a text; null when it is not one CREATE TABLE statement with a list of columns. */
export function readTable(sql: string): TableParts | null {
  try {
    return new TableReader(sql).read();
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

/** What a clause has when its text does not say otherwise. */
type Said = Partial<Omit<Clause, "start" | "end" | "name" | "namePlace" | "body">> & { readonly kind: ClauseKind };

interface NamedStart {
  readonly start: number;
  readonly name: ({ readonly text: string } & Place) | null;
}

class TableReader {
  readonly #cursor: TokenCursor;

  constructor(sql: string) {
    this.#cursor = new TokenCursor(sql);
  }

  read(): TableParts {
    const cursor = this.#cursor;
    cursor.need("CREATE");
    cursor.took("TEMP");
    cursor.need("TABLE");
    cursor.took("IF", "NOT", "EXISTS");
    const first = cursor.name();
    const name = cursor.took("DOT") ? cursor.name() : first;
    const open = cursor.need("LP");
    const columns = [this.#column()];
    const constraints: Clause[] = [];
    while (cursor.took("COMMA")) {
      if (cursor.isName()) columns.push(this.#column());
      else {
        this.#constraints(constraints);
        break;
      }
    }
    const close = cursor.need("RP");
    return {
      sql: cursor.sql,
      namePlace: { start: first.start, end: name.end },
      name: name.text,
      inside: { start: open.end, end: close.start },
      columns,
      constraints,
      ...this.#options(),
    };
  }

  #options(): { strict: boolean; withoutRowid: boolean } {
    const cursor = this.#cursor;
    const options = { strict: false, withoutRowid: false };
    const is = (word: string) => cursor.isName() && cursor.name().text.toLowerCase() === word;
    if (cursor.peek() !== "" && cursor.peek() !== "SEMI") {
      do {
        if (cursor.took("WITHOUT")) {
          if (!is("rowid")) throw new Unreadable();
          options.withoutRowid = true;
        } else if (is("strict")) options.strict = true;
        else throw new Unreadable();
      } while (cursor.took("COMMA"));
    }
    cursor.took("SEMI");
    if (cursor.peek() !== "") throw new Unreadable();
    return options;
  }

  #column(): ColumnPart {
    const cursor = this.#cursor;
    const { text, start, end } = cursor.name();
    const type = this.#type();
    const typeWordsEnd = cursor.end;
    const clauses: Clause[] = [];
    while (cursor.peek() !== "COMMA" && cursor.peek() !== "RP") clauses.push(this.#named(() => this.#columnClause()));
    // `GENERATED ALWAYS` that was read with the type belongs to the AS after it.
    const [first] = clauses;
    const words = type ? type.end : end;
    if (first?.kind === "Generated" && !first.name && words < typeWordsEnd) {
      const from = words + (/^\s*/.exec(cursor.sql.slice(words))?.[0].length ?? 0);
      clauses[0] = { ...first, start: from, body: from };
    }
    return { start, end: cursor.end, name: text, namePlace: { start, end }, type, typeWordsEnd, clauses };
  }

  /** Words of a declared type, with up to two numbers in brackets; as SQLite does, without `GENERATED ALWAYS` at their end. */
  #type(): Place | null {
    const cursor = this.#cursor;
    const { start } = cursor;
    let end = start;
    while (cursor.isId() || cursor.peek() === "STRING") end = cursor.any().end;
    if (end === start) return null;
    if (cursor.took("LP")) {
      this.#signed();
      if (cursor.took("COMMA")) this.#signed();
      end = cursor.need("RP").end;
    }
    const length = typeLength(cursor.sql.slice(start, end));
    return length === 0 ? null : { start, end: start + length };
  }

  #signed(): void {
    const cursor = this.#cursor;
    if (!cursor.took("PLUS")) cursor.took("MINUS");
    cursor.need("INTEGER", "FLOAT", "QNUMBER");
  }

  /** A clause with the names before it. */
  #named(read: () => Said): Clause {
    const cursor = this.#cursor;
    const { start } = cursor;
    let name: NamedStart["name"] = null;
    while (cursor.took("CONSTRAINT")) name = cursor.name();
    const body = cursor.start;
    const ends = name !== null && ["COMMA", "RP"].includes(cursor.peek());
    const said: Said = ends ? { kind: "Name" } : read();
    const end = cursor.end;
    return {
      conflict: null,
      expression: { start: end, end },
      listed: [],
      reference: null,
      stored: false,
      descending: false,
      autoincrement: false,
      ...said,
      start,
      end,
      name: name?.text ?? null,
      namePlace: name && { start: name.start, end: name.end },
      body: ends ? end : body,
    };
  }

  #columnClause(): Said {
    const cursor = this.#cursor;
    const { name } = cursor.any();
    switch (name) {
      case "DEFAULT":
        return { kind: "Default", expression: this.#default() };
      case "NULL":
        return { kind: "Null", conflict: this.#conflict() };
      case "NOT":
        if (cursor.took("NULL")) return { kind: "NotNull", conflict: this.#conflict() };
        cursor.need("DEFERRABLE");
        return this.#deferred();
      case "DEFERRABLE":
        return this.#deferred();
      case "PRIMARY": {
        cursor.need("KEY");
        const descending = cursor.took("DESC");
        if (!descending) cursor.took("ASC");
        const conflict = this.#conflict();
        return { kind: "PrimaryKey", descending, conflict, autoincrement: cursor.took("AUTOINCR") };
      }
      case "UNIQUE":
        return { kind: "Unique", conflict: this.#conflict() };
      case "CHECK":
        return { kind: "Check", expression: this.#trimmed(cursor.brackets()) };
      case "REFERENCES":
        return { kind: "ForeignKey", reference: this.#reference() };
      case "COLLATE":
        return { kind: "Collate", expression: this.#collation() };
      case "GENERATED":
        cursor.need("ALWAYS");
        cursor.need("AS");
        return this.#generated();
      case "AS":
        return this.#generated();
      default:
        throw new Unreadable();
    }
  }

  #default(): Place {
    const cursor = this.#cursor;
    const { start } = cursor;
    if (cursor.peek() === "LP") cursor.brackets();
    else {
      const signed = cursor.took("PLUS") || cursor.took("MINUS");
      if (signed || !cursor.isId())
        cursor.need(
          "NULL",
          "INTEGER",
          "FLOAT",
          "QNUMBER",
          "STRING",
          "BLOB",
          "CTIME_KW",
          ...(signed ? [] : ["INDEXED"]),
        );
      else cursor.any();
    }
    return { start, end: cursor.end };
  }

  #collation(): Place {
    const cursor = this.#cursor;
    if (!cursor.isId() && cursor.peek() !== "STRING") throw new Unreadable();
    const { start, end } = cursor.any();
    return { start, end };
  }

  #generated(): Said {
    const cursor = this.#cursor;
    const expression = this.#trimmed(cursor.brackets());
    const word = cursor.tokens[cursor.at]?.text.toLowerCase() ?? "";
    if (word === "stored" || word === "virtual") cursor.any();
    return { kind: "Generated", expression, stored: word === "stored" };
  }

  /** What follows DEFERRABLE. */
  #deferred(): Said {
    const cursor = this.#cursor;
    if (cursor.took("INITIALLY")) cursor.need("DEFERRED", "IMMEDIATE");
    return { kind: "Defer" };
  }

  #conflict(): string | null {
    const cursor = this.#cursor;
    if (!cursor.took("ON", "CONFLICT")) return null;
    return cursor.need("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE").text.toUpperCase();
  }

  /** What follows REFERENCES; DEFERRABLE that follows at once is part of it. */
  #reference(): Reference {
    const cursor = this.#cursor;
    const parentTable = cursor.name().text;
    const parentColumns = cursor.peek() === "LP" ? this.#terms(cursor.brackets()).map(({ name }) => name ?? "") : [];
    let onDelete: string | null = null;
    let onUpdate: string | null = null;
    let match: string | null = null;
    for (;;) {
      if (cursor.took("MATCH")) match = cursor.name().text;
      else if (cursor.took("ON", "DELETE")) onDelete = this.#action();
      else if (cursor.took("ON", "UPDATE")) onUpdate = this.#action();
      else if (cursor.took("ON", "INSERT")) this.#action();
      else break;
    }
    const { start } = cursor;
    let deferrable: string | null = null;
    if (cursor.took("DEFERRABLE") || cursor.took("NOT", "DEFERRABLE")) {
      this.#deferred();
      deferrable = cursor.sql.slice(start, cursor.end);
    }
    return { parentTable, parentColumns, onDelete, onUpdate, match, deferrable };
  }

  #action(): string {
    const cursor = this.#cursor;
    if (cursor.took("SET", "NULL")) return "SET NULL";
    if (cursor.took("SET", "DEFAULT")) return "SET DEFAULT";
    if (cursor.took("NO", "ACTION")) return "NO ACTION";
    return cursor.need("CASCADE", "RESTRICT").name;
  }

  /** Constraints of the table, to the closing bracket. A comma between two may be left out. */
  #constraints(into: Clause[]): void {
    const cursor = this.#cursor;
    do into.push(this.#named(() => this.#tableConstraint()));
    while (cursor.took("COMMA") || cursor.peek() !== "RP");
  }

  #tableConstraint(): Said {
    const cursor = this.#cursor;
    const { name } = cursor.any();
    switch (name) {
      case "PRIMARY": {
        cursor.need("KEY");
        const inside = cursor.brackets();
        const listed = this.#terms(inside);
        const last = cursor.tokens.findLast(({ start }) => start < inside.end);
        return { kind: "PrimaryKey", listed, conflict: this.#conflict(), autoincrement: last?.name === "AUTOINCR" };
      }
      case "UNIQUE":
        return { kind: "Unique", listed: this.#terms(cursor.brackets()), conflict: this.#conflict() };
      case "CHECK":
        return { kind: "Check", expression: this.#trimmed(cursor.brackets()), conflict: this.#conflict() };
      case "FOREIGN": {
        cursor.need("KEY");
        const listed = this.#terms(cursor.brackets());
        cursor.need("REFERENCES");
        return { kind: "ForeignKey", listed, reference: this.#reference() };
      }
      default:
        throw new Unreadable();
    }
  }

  /** The terms of a list, of the brackets that were taken last. */
  #terms(inside: Place): ListedColumn[] {
    const own = this.#held(inside);
    const terms: ScriptToken[][] = [[]];
    let depth = 0;
    for (const token of own) {
      if (token.name === "LP") depth++;
      if (token.name === "RP") depth--;
      if (depth === 0 && token.name === "COMMA") terms.push([]);
      else terms.at(-1)?.push(token);
    }
    return terms.map((term) => {
      if (term.at(-1)?.name === "AUTOINCR") term.pop();
      const [first, last] = [term[0], term.at(-1)];
      if (!first || !last) throw new Unreadable();
      const order = last.name === "ASC" || last.name === "DESC" ? term.pop() : undefined;
      const collation = term.at(-2)?.name === "COLLATE" ? term.splice(-2)[1] : undefined;
      // Brackets around a column say nothing.
      while (term[0]?.name === "LP" && term.at(-1)?.name === "RP") term.splice(0, term.length, ...term.slice(1, -1));
      return {
        start: first.start,
        end: last.end,
        name: term.length === 1 ? nameOf(term[0]?.text ?? "") : null,
        collation: collation ? nameOf(collation.text) : null,
        descending: order?.name === "DESC",
      };
    });
  }

  /** From the first token to the last of the brackets that were taken last: a comment at the end is not part of what they hold. */
  #trimmed(inside: Place): Place {
    const held = this.#held(inside);
    return { start: held[0]?.start ?? inside.start, end: held.at(-1)?.end ?? inside.start };
  }

  /** The tokens of the brackets that were taken last. */
  #held(inside: Place): readonly ScriptToken[] {
    const { tokens, at } = this.#cursor;
    let from = at - 1;
    while ((tokens[from - 1]?.start ?? -1) >= inside.start) from--;
    return tokens.slice(from, at - 1);
  }
}

/** Bytes in UTF-8. */
function bytes(text: string): number {
  return [...text].reduce(
    (sum, c) => sum + (c < "\x80" ? 1 : c < "\u0800" ? 2 : c < "\u{10000}" && c.length === 1 ? 3 : 4),
    0,
  );
}

/** How much of the words of a type SQLite keeps: `sqlite3AddColumn` cuts ALWAYS, then GENERATED, off their end. */
function typeLength(words: string): number {
  if (bytes(words) < 16 || !/always$/i.test(words)) return words.length;
  const rest = words.slice(0, -6).replace(/[ \t\n\v\f\r]+$/, "");
  if (bytes(rest) < 9 || !/generated$/i.test(rest)) return rest.length;
  return rest.slice(0, -9).replace(/[ \t\n\v\f\r]+$/, "").length;
}
