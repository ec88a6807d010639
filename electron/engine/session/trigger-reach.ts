/** Which tables the triggers of a database may write to, beyond the rows that a statement names. Pure. */
import type { DatabaseSchema, Table, Trigger } from "../../../src-shared/model/schema.ts";
import { nameOf, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import { foldName } from "../schema/same-name.ts";

/** May a trigger add rows to this table, or change its rows? Never says no where it cannot tell. */
export type TriggerReach = (table: Table) => boolean;

const known = new WeakMap<DatabaseSchema, TriggerReach>();

/**
 * A trigger writes to what its body names, and through other triggers, whose bodies name it too; and where a table has foreign
 * keys with an action, through those.
 */
export function triggerReach(schema: DatabaseSchema): TriggerReach {
  const before = known.get(schema);
  if (before) return before;
  const bodies = schema.triggers.map(namesInBody);
  const reach = (table: Table) =>
    bodies.length > 0 &&
    (table.kind !== "table" ||
      table.foreignKeys.some((key) => acts(key.onUpdate) || acts(key.onDelete)) ||
      bodies.some((names) => names === null || names.has(foldName(table.name))));
  const answers = new Map<Table, boolean>();
  const remembered = (table: Table) => {
    let answer = answers.get(table);
    if (answer === undefined) answers.set(table, (answer = reach(table)));
    return answer;
  };
  known.set(schema, remembered);
  return remembered;
}

/** All that stands between BEGIN and END, folded, for words that may be names; null: anything. */
function namesInBody({ sql }: Trigger): ReadonlySet<string> | null {
  if (sql === null) return null;
  const names = new Set<string>();
  let inBody = false;
  for (const { name, text } of scriptTokens(sql)) {
    if (name === "BEGIN") inBody = true;
    else if (inBody) names.add(foldName(nameOf(text)));
  }
  return inBody ? names : null;
}

function acts(action: string): boolean {
  return action.toUpperCase() !== "NO ACTION" && action.toUpperCase() !== "RESTRICT";
}
