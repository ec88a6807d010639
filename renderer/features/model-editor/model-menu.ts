/** What a right click on a model offers. */
import type { Model } from "../../../src-shared/model/models.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import type { Editor } from "./editor-context.tsx";
import { dropTable } from "./form/table-gestures.ts";

interface ModelMenuSetup {
  readonly onOpenRows: (object: ObjectName) => void;
  /** It is in the file already, and not only in the draft. */
  readonly inFile: boolean;
}

/** Pops up the menu of a model and does what is chosen. */
export async function modelMenu(
  { view, keep, readOnlyReason }: Editor,
  { table, className }: Model,
  { onOpenRows, inFile }: ModelMenuSetup,
  at?: { x: number; y: number },
): Promise<void> {
  const enabled = readOnlyReason === null;
  const items: MenuItem[] = [
    { type: "item", label: "Edit as Form", command: "form" },
    { type: "item", label: "Edit as SQL", command: "sql" },
    { type: "item", label: "Open Rows", command: "rows", enabled: inFile },
    { type: "separator" },
    { type: "item", label: "New Table…", command: "table", enabled },
    { type: "item", label: "New Relationship…", command: "relationship", enabled: enabled && table.kind === "table" },
    { type: "item", label: "New Trigger…", command: "trigger", enabled: enabled && table.kind !== "virtual" },
    { type: "item", label: "New Full-Text Search…", command: "virtual", enabled: enabled && table.kind === "table" },
    { type: "separator" },
    { type: "item", label: "Copy Class Name", command: "copyClass" },
    { type: "item", label: "Copy Table Name", command: "copyName" },
    { type: "item", label: "Copy DDL", command: "copyDdl", enabled: table.sql !== null },
    { type: "separator" },
    { type: "item", label: `Drop ${table.kind === "view" ? "View" : "Table"}`, command: "drop", enabled },
  ];
  const chosen = await popupMenu(items, at);
  switch (chosen) {
    case "form":
    case "sql":
      view.show(table.name, chosen);
      break;
    case "rows":
      onOpenRows(table);
      break;
    case "table":
    case "relationship":
    case "trigger":
    case "virtual":
      view.show(table.name);
      view.make(chosen);
      break;
    case "copyClass":
      await askShell("clipboard.write", { text: className });
      break;
    case "copyName":
      await askShell("clipboard.write", { text: table.name });
      break;
    case "copyDdl":
      await askShell("clipboard.write", { text: `${table.sql ?? ""};\n` });
      break;
    case "drop":
      await keep(
        table.kind === "view"
          ? { label: `Drop ${table.name}`, operations: [{ op: "dropView", name: table.name }] }
          : dropTable(table.name),
      );
      break;
    default:
  }
}
