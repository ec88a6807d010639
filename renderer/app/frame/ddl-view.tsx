/** The stored DDL of an object, to read and copy. */
import { Copy, FileQuestionMark } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { sqliteLanguage } from "../../features/sql-console/sql-editor.tsx";
import { type Engine, schemaRead } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { CodeView } from "../../ui/code-editor/code-view.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import styles from "./ddl-view.module.css";

interface DdlViewProps {
  readonly engine: Engine;
  readonly object: ObjectName;
  readonly what: "table" | "index" | "trigger";
}

/** The object's own statement; for a table also those of its indexes and triggers. */
function ddlOf(schema: DatabaseSchema, { object, what }: DdlViewProps): string | null {
  const same = (other: ObjectName) => other.schema === object.schema && other.name === object.name;
  const list = what === "table" ? schema.tables : what === "index" ? schema.indexes : schema.triggers;
  const own = list.find(same)?.sql;
  if (own == null) return null;
  const parts = [own];
  if (what === "table") {
    for (const { table, schema: inSchema, sql } of [...schema.indexes, ...schema.triggers]) {
      if (sql !== null && inSchema === object.schema && table.toLowerCase() === object.name.toLowerCase())
        parts.push(sql);
    }
  }
  return `${parts.map((sql) => `${sql};`).join("\n\n")}\n`;
}

/** Read-only; follows the schema when it changes. */
export function DdlView(props: DdlViewProps): ReactNode {
  const { data: schema } = useQuery(schemaRead(props.engine));
  if (!schema) return null;
  const text = ddlOf(schema, props);
  if (text === null) {
    return (
      <EmptyState icon={<FileQuestionMark size={24} strokeWidth={1.5} />} title="No DDL is stored for it">
        It was dropped or renamed, or SQLite made it by itself.
      </EmptyState>
    );
  }
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.title}>As stored in sqlite_schema</span>
        <Button look="quiet" onPress={() => void askShell("clipboard.write", { text })}>
          <Copy size={14} strokeWidth={1.5} /> Copy
        </Button>
      </div>
      <div className={styles.code}>
        <CodeView text={text} language={sqliteLanguage} label={`DDL of ${props.object.name}`} />
      </div>
    </div>
  );
}
