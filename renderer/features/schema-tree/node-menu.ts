/** What a right click in the tree offers. */
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { commandSpec } from "../../../src-shared/rpc/command-ids.ts";
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import { canRun, runCommand } from "../../ui/command-scope.tsx";
import { type NodeKind, openable, type TreeNode } from "./tree-model.ts";

/** What the tree asks of the window around it. */
export interface SchemaTreeActions {
  open(object: ObjectName): void;
  /** Opens it in a tab of its own, beside those it has. */
  openInNewTab(object: ObjectName): void;
  /** A new SQL console that selects from it. */
  select(object: ObjectName): void;
  /** A query builder that begins with it. */
  build(object: ObjectName): void;
  showDdl(object: ObjectName, kind: "table" | "index" | "trigger"): void;
  showInDiagram(object: ObjectName): void;
  /** Asks how its rows are to be written to a file, and writes them. */
  exportRows(object: ObjectName): void;
  /** Shows it in the model editor, at its name: to be edited or called otherwise. */
  edit(object: ObjectName): void;
  /** Puts dropping it into the draft of the model editor and shows what that would do. */
  drop(object: ObjectName, kind: NodeKind): void;
  /** Puts a table like it into the draft, with its rows or without. */
  duplicate(object: ObjectName, rows: boolean): void;
}

/** What the diagram draws. */
const drawn: ReadonlySet<TreeNode["kind"]> = new Set(["table", "virtual"]);

const editWords: Partial<Record<TreeNode["kind"], string>> = {
  table: "Edit Table…",
  view: "Edit View…",
  virtual: "Edit Virtual Table…",
};

const dropWords: Partial<Record<NodeKind, string>> = {
  table: "Drop Table…",
  view: "Drop View…",
  virtual: "Drop Virtual Table…",
  index: "Drop Index…",
  trigger: "Drop Trigger…",
};

/** Can it be dropped? Only where the schema can be changed at all. */
export function isDroppable({ kind, object }: TreeNode): boolean {
  return kind in dropWords && object?.schema === "main" && canRun("model.newTable");
}

/** Can it be shown in the model editor? */
export function isEditable({ schema, kind }: { readonly schema: string; readonly kind: TreeNode["kind"] }): boolean {
  return schema === "main" && kind in editWords;
}

/** Pops up the menu of a node and does what is chosen. */
export async function nodeMenu(
  node: TreeNode,
  actions: SchemaTreeActions,
  at?: { x: number; y: number },
): Promise<void> {
  if (node.kind === "group") return groupMenu(node, at);
  const { object, owner } = node;
  const rows = openable.has(node.kind);
  const items: MenuItem[] = [
    ...(rows
      ? ([
          { type: "item", label: "Open", command: "open", accelerator: "Enter" },
          { type: "item", label: "Open in New Tab", command: "openInNewTab", accelerator: "CmdOrCtrl+Enter" },
          { type: "item", label: "New Console with SELECT", command: "select" },
          { type: "item", label: "Build a Query", command: "build" },
          { type: "item", label: commandSpec("rows.export").title, command: "exportRows" },
          ...(drawn.has(node.kind)
            ? [{ type: "item", label: "Show in Diagram", command: "showInDiagram" } satisfies MenuItem]
            : []),
          {
            type: "item",
            label: editWords[node.kind] ?? "Edit…",
            command: "edit",
            enabled: node.kind in editWords && object?.schema === "main",
          },
          {
            type: "item",
            label: "Rename…",
            command: "rename",
            accelerator: "F2",
            enabled: isDroppable(node),
          },
          ...(node.kind === "table"
            ? [
                {
                  type: "submenu",
                  label: "Duplicate",
                  items: [
                    { type: "item", label: "Structure", command: "duplicate", enabled: isDroppable(node) },
                    { type: "item", label: "Structure and Rows", command: "duplicateRows", enabled: isDroppable(node) },
                  ],
                } satisfies MenuItem,
              ]
            : []),
          { type: "item", label: "New Table…", command: "newTable", enabled: canRun("model.newTable") },
          { type: "separator" },
        ] satisfies MenuItem[])
      : []),
    ...(owner && isEditable(owner)
      ? ([
          { type: "item", label: editWords[owner.kind] ?? "Edit…", command: "editOwner", accelerator: "Enter" },
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
  const drop = dropWords[node.kind];
  if (drop !== undefined) {
    items.push(
      { type: "separator" },
      { type: "item", label: drop, command: "drop", accelerator: "Delete", enabled: isDroppable(node) },
    );
  }
  const chosen = await popupMenu(items, at);
  if (chosen === "open" && object) actions.open(object);
  if (chosen === "openInNewTab" && object) actions.openInNewTab(object);
  if (chosen === "select" && object) actions.select(object);
  if (chosen === "build" && object) actions.build(object);
  if (chosen === "exportRows" && object) actions.exportRows(object);
  if (chosen === "showInDiagram" && object) actions.showInDiagram(object);
  if ((chosen === "edit" || chosen === "rename") && object) actions.edit(object);
  if (chosen === "duplicate" && object) actions.duplicate(object, false);
  if (chosen === "duplicateRows" && object) actions.duplicate(object, true);
  if (chosen === "drop" && object) actions.drop(object, node.kind);
  if (chosen === "editOwner" && owner) actions.edit(owner);
  if (chosen === "newTable") runCommand("model.newTable");
  if (chosen === "copyName") await askShell("clipboard.write", { text: object?.name ?? node.label });
  if (chosen === "copyDdl") await askShell("clipboard.write", { text: `${node.sql ?? ""};\n` });
  if (chosen === "showDdl" && object) {
    actions.showDdl(object, node.kind === "index" || node.kind === "trigger" ? node.kind : "table");
  }
}

/** Groups offer to make what is listed in them. */
async function groupMenu(node: TreeNode, at?: { x: number; y: number }): Promise<void> {
  const made = {
    "group:table": "model.newTable",
    "group:view": "model.newView",
    "group:virtual": "model.newVirtual",
  } as const;
  const words = {
    "group:table": "New Table…",
    "group:view": "New View…",
    "group:virtual": "New Virtual Table…",
  } as const;
  if (!(node.id in made)) return;
  const id = node.id as keyof typeof made;
  const item: MenuItem = { type: "item", label: words[id], command: "new", enabled: canRun(made[id]) };
  if ((await popupMenu([item], at)) === "new") runCommand(made[id]);
}
