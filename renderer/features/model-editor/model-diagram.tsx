/** The diagram over the draft: what is drawn there is a gesture like any other. */
import { type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { foldName, type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import { ruleOfKey } from "../../../src-shared/sql/table-ddl.ts";
import { CommandScope } from "../../ui/command-scope.tsx";
import { InFront } from "../../ui/status-items.tsx";
import { diagramOf, type DiagramKey, type DiagramTable, keyPlace } from "./diagram/data/diagram-data.ts";
import { drawnChange, droppedKey } from "./diagram/data/drawn-operations.ts";
import { readKept } from "./diagram/data/kept-diagram.ts";
import { DiagramView } from "./diagram/diagram-view.tsx";
import { formerNames, type TableMark } from "./draft/table-marks.ts";
import { useEditor } from "./editor-context.tsx";
import styles from "./model-editor.module.css";

interface ModelDiagramProps {
  /** What the database is called. */
  readonly title: string;
  readonly marks: ReadonlyMap<string, TableMark>;
  readonly onOpenRows: (object: ObjectName) => void;
}

/** Where it is kept in the workspace. */
const KEY = "diagram";

export function ModelDiagram({ title, marks, onOpenRows }: ModelDiagramProps): ReactNode {
  const { draft, view, workspace, schema, models, readOnlyReason, keep } = useEditor();
  const { base, settled } = useStore(draft.store);
  const inDiagram = useStore(view.store, (state) => state.inDiagram);
  const inFront = useContext(InFront);
  const [kept] = useState(() => readKept(workspace.get(KEY)));
  const data = useMemo(() => {
    const former = formerNames(settled);
    const classes = new Map(models.map(({ table, className }) => [table, className]));
    return diagramOf(schema, {
      base: base ?? schema,
      factsOf: (table) => ({
        className: classes.get(table) ?? null,
        formerName: former.get(foldName(table.name)) ?? null,
        mark: marks.get(table.name) ?? null,
      }),
    });
  }, [schema, base, settled, models, marks]);
  const target = useMemo(
    () => inDiagram && { table: objectKey({ schema: "main", name: inDiagram.table }) },
    [inDiagram],
  );
  useEffect(() => {
    if (inDiagram) view.shownInDiagram();
  }, [view, inDiagram]);
  const writable = readOnlyReason === null;
  const nameOf = (id: string) => data.tables.find((table) => table.id === id)?.object.name ?? "";
  const columnsOf = ({ child, childColumns }: DiagramKey) => {
    const table = data.tables.find(({ id }) => id === child);
    return childColumns.flatMap((at) => table?.columns[at]?.name ?? []);
  };
  const ruleOf = ({ child, id }: DiagramKey) => {
    const table = schema.tables.find(({ name }) => foldName(name) === foldName(nameOf(child)));
    return table && ruleOfKey(table, keyPlace(id));
  };
  return (
    // A scope of its own: undo is the diagram's as long as it has something to take back, and then the draft's.
    <CommandScope className={styles.diagram} standing={inFront}>
      <DiagramView
        title={title}
        data={data}
        kept={kept}
        onKeep={(next) => workspace.set(KEY, next)}
        target={target}
        openLabel="Edit as Form"
        onOpen={({ object }) => view.show(object.name, "form")}
        onSelect={({ object }) => view.select(object.name)}
        onDrawKey={writable ? (drawn) => void keep(drawnChange(drawn)) : undefined}
        tableItems={({ mark }: DiagramTable) => [
          { command: "sql", label: "Edit as SQL" },
          { command: "rows", label: "Open Rows", enabled: mark !== "new" && mark !== "renamed" },
        ]}
        onTableItem={({ object }, command) => (command === "sql" ? view.show(object.name, "sql") : onOpenRows(object))}
        keyItems={() => [{ command: "drop", label: "Drop Foreign Key", enabled: writable }]}
        onKeyItem={(key) => void keep(droppedKey(nameOf(key.child), columnsOf(key), ruleOf(key)))}
      />
    </CommandScope>
  );
}
