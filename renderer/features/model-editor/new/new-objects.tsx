/** The dialog for what is being made, if any. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { useEditor } from "../editor-context.tsx";
import { NewFromSql } from "./new-from-sql.tsx";
import { NewRelationship } from "./new-relationship.tsx";
import { NewTable } from "./new-table.tsx";
import { NewTrigger } from "./new-trigger.tsx";
import { NewView } from "./new-view.tsx";
import { NewVirtual } from "./new-virtual.tsx";

/** `current` is the object that is shown: what is made belongs to it, where it belongs to one. */
export function NewObjects({ current }: { current: Table | null }): ReactNode {
  const { view, schema } = useEditor();
  const { making } = useStore(view.store);
  const table =
    current?.kind === "table" ? current : schema.tables.find((t) => t.schema === "main" && t.kind === "table");
  switch (making) {
    case "table":
      return <NewTable />;
    case "view":
      return <NewView />;
    case "sql":
      return <NewFromSql />;
    case "virtual":
      return <NewVirtual current={current} />;
    case "relationship":
      return table ? <NewRelationship from={table} /> : null;
    case "trigger":
      return current && current.kind !== "virtual" ? <NewTrigger table={current} /> : null;
    case null:
      return null;
  }
}
