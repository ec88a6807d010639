/** What a right click in the tree offers. */
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import { openable, type TreeNode } from "./tree-model.ts";

/** What the tree asks of the window around it. */
export interface SchemaTreeActions {
  open(object: ObjectName): void;
  /** A new SQL console that selects from it. */
  select(object: ObjectName): void;
  showDdl(object: ObjectName, kind: "table" | "index" | "trigger"): void;
  showInDiagram(object: ObjectName): void;
}

/** What the diagram draws. */
const drawn: ReadonlySet<TreeNode["kind"]> = new Set(["table", "virtual"]);

/** Pops up the menu of a node and does what is chosen. */
export async function nodeMenu(
  node: TreeNode,
  actions: SchemaTreeActions,
  at?: { x: number; y: number },
): Promise<void> {
  if (node.kind === "group") return;
  const { object } = node;
  const rows = openable.has(node.kind);
  const items: MenuItem[] = [
    ...(rows
      ? ([
          { type: "item", label: "Open", command: "open", accelerator: "Enter" },
          { type: "item", label: "New Console with SELECT", command: "select" },
          ...(drawn.has(node.kind)
            ? [{ type: "item", label: "Show in Diagram", command: "showInDiagram" } satisfies MenuItem]
            : []),
          { type: "separator" },
        ] satisfies MenuItem[])
      : []),
    { type: "item", label: "Copy Name", command: "copyName" },
    ...(object
      ? ([
          { type: "item", label: "Copy DDL", command: "copyDdl", enabled: Boolean(node.sql) },
          { type: "item", label: "Show DDL", command: "showDdl", enabled: Boolean(node.sql) },
        ] satisfies MenuItem[])
      : []),
  ];
  const chosen = await popupMenu(items, at);
  if (chosen === "open" && object) actions.open(object);
  if (chosen === "select" && object) actions.select(object);
  if (chosen === "showInDiagram" && object) actions.showInDiagram(object);
  if (chosen === "copyName") await askShell("clipboard.write", { text: object?.name ?? node.label });
  if (chosen === "copyDdl") await askShell("clipboard.write", { text: `${node.sql ?? ""};\n` });
  if (chosen === "showDdl" && object) {
    actions.showDdl(object, node.kind === "index" || node.kind === "trigger" ? node.kind : "table");
  }
}
