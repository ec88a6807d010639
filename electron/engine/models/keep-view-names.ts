/** A way to rename a column under views: those that would call their own columns otherwise are told their names. */
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { foldName } from "../schema/same-name.ts";
import { readHealth } from "./broken-objects.ts";
import type { Planning } from "./step.ts";
import { passingOver } from "./view-triggers.ts";

/** Operations before the rename that make it possible and keep the columns of all views; null when there are none. */
export function keepViewNames({ scratch, before }: Planning, alter: string): SchemaOperation[] | null {
  // With the texts writable SQLite renames what it can and passes over what does not fit any more.
  const after = attempt(() =>
    scratch.look(passingOver(scratch, alter), () => readHealth(scratch.connection, false).viewColumns),
  );
  if (!after) return null;
  const views = scratch.stored().filter(({ type, name }) => {
    const [old, now] = [before.viewColumns.get(name), after.get(name)];
    return type === "view" && old !== undefined && now !== undefined && old.join("\n") !== now.join("\n");
  });
  const operations = views.flatMap(({ name, sql }): (SchemaOperation & { op: "redefineView" })[] => {
    const text = withColumns(sql ?? "", before.viewColumns.get(name) ?? []);
    return text === null ? [] : [{ op: "redefineView", name, sql: text }];
  });
  if (operations.length === 0) return null;
  const triggers = scratch
    .stored()
    .filter((o) => o.type === "trigger" && operations.some(({ name }) => foldName(name) === foldName(o.table)));
  const statements = [
    ...operations.flatMap(({ name, sql }) => [`DROP VIEW main.${quoteName(name)}`, sql]),
    ...triggers.map(({ sql }) => sql ?? ""),
    alter,
  ];
  return attempt(() => scratch.look(statements, () => operations));
}

/** The text with a list of columns before AS; null when it has one. */
function withColumns(sql: string, columns: readonly string[]): string | null {
  const tokens = [...scriptTokens(sql)];
  const as = tokens.findIndex((token, i) => token.name === "AS" && i > 1);
  const at = tokens[as];
  if (!at || tokens[as - 1]?.name === "RP") return null;
  return `${sql.slice(0, at.start)}(${columns.map(quoteName).join(", ")}) ${sql.slice(at.start)}`;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (thrown) {
    // SQLite refuses: then this is no way.
    if (thrown instanceof Error && "code" in thrown) return null;
    throw thrown;
  }
}
