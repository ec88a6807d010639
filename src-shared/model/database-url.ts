/**
 * SQLAlchemy's database URLs for SQLite.
 * Source: https://docs.sqlalchemy.org/en/21/core/engines.html#sqlite
 */

/** What an address typed by a user means; `path` is as written and still has to be made absolute. */
export type DatabaseAddress = { kind: "file"; path: string; readOnly: boolean } | { kind: "memory" };

/**
 * Reads `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite:///C:\path`, `sqlite://` and `sqlite:///:memory:`
 * (memory), with an optional driver (`sqlite+pysqlite:`) and query (`?mode=ro`), `:memory:`, or else a plain path.
 * Gives null for a URL of another database or one it cannot read.
 */
export function parseDatabaseAddress(text: string): DatabaseAddress | null {
  if (text === ":memory:") return { kind: "memory" };
  const url = /^sqlite(?:\+[a-z0-9_]+)?:\/\/(.*)$/is.exec(text);
  if (!url) return /^[a-z][a-z0-9+.-]+:\/\//i.test(text) ? null : { kind: "file", path: text, readOnly: false };
  const [beforeQuery = "", ...query] = (url[1] ?? "").split("?");
  const parameters = query.join("?").split("&");
  const readOnly = parameters.includes("mode=ro") || parameters.includes("immutable=1");
  if (parameters.includes("mode=memory")) return { kind: "memory" };
  if (beforeQuery === "" || beforeQuery === "/" || beforeQuery === "/:memory:") return { kind: "memory" };
  if (!beforeQuery.startsWith("/")) return null;
  let path = beforeQuery.slice(1);
  // SQLAlchemy's `sqlite:///file:name?uri=true` hands SQLite's own URI through; we open plain files only.
  if (path.startsWith("file:") && parameters.includes("uri=true")) path = path.slice("file:".length);
  try {
    return { kind: "file", path: decodeURIComponent(path), readOnly };
  } catch {
    return { kind: "file", path, readOnly };
  }
}

/** The URL `create_engine` takes for an absolute path, or for memory when there is none. */
export function databaseUrl(absolutePath: string | null): string {
  return absolutePath === null ? "sqlite://" : `sqlite:///${absolutePath}`;
}
