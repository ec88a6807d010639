/** One row of the tree. */
import {
  ChevronRight,
  Columns3,
  Eye,
  KeyRound,
  type LucideIcon,
  Settings2,
  Table2,
  TableProperties,
  TriangleAlert,
  Zap,
  ListTree,
  Boxes,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, Collection, TreeItem, TreeItemContent } from "react-aria-components";
import { useStore } from "zustand";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { RowCounts } from "./row-counts.ts";
import styles from "./schema-tree.module.css";
import type { NodeKind, TreeNode } from "./tree-model.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

const icons: Record<Exclude<NodeKind, "group">, LucideIcon> = {
  table: Table2,
  view: Eye,
  virtual: Boxes,
  shadow: TableProperties,
  system: Settings2,
  column: Columns3,
  index: ListTree,
  trigger: Zap,
};

const spoken: Record<NodeKind, string> = {
  group: "",
  table: "table",
  view: "view",
  virtual: "virtual table",
  shadow: "shadow table",
  system: "system table",
  column: "column",
  index: "index",
  trigger: "trigger",
};

/** The count of a table, when it is known. It is watched here, so that a count that arrives repaints one row only. */
function Count({ node, counts }: { node: TreeNode; counts: RowCounts }): ReactNode {
  const key = node.object ? objectKey(node.object) : "";
  const rows = useStore(counts.store, (all) => all.get(key));
  if (node.kind === "group") return <span className={styles.count}>{node.size?.toLocaleString("en-US")}</span>;
  if (node.kind === "column" || node.kind === "index" || node.kind === "trigger") return null;
  return rows == null ? null : <span className={styles.count}>{rows.toLocaleString("en-US")}</span>;
}

/** In a tooltip. */
const longest = 5000;

interface ItemProps {
  readonly node: TreeNode;
  readonly counts: RowCounts;
  readonly onMenu: (node: TreeNode) => void;
  /** It was clicked with the middle button, or with Ctrl. */
  readonly onApart: (node: TreeNode) => void;
}

/** A row and what stands under it. */
export function SchemaTreeItem({ node, counts, onMenu, onApart }: ItemProps): ReactNode {
  const Icon = node.kind === "group" ? null : node.key ? KeyRound : icons[node.kind];
  return (
    <TreeItem
      id={node.id}
      textValue={node.label}
      aria-label={[shownName(node.label), spoken[node.kind], node.detail, node.error ? `broken: ${node.error}` : ""]
        .filter(Boolean)
        .join(", ")}
      hasChildItems={node.expandable}
      className={`${styles.item} ${styles[node.kind] ?? ""}`}
    >
      <TreeItemContent>
        {({ level }) => (
          // These are gestures of the mouse; their keys are handled by the tree.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <div
            className={styles.row}
            style={{ paddingInlineStart: (level - 1) * 14 }}
            title={node.error ?? (node.label.length > 28 ? shownName(node.label, longest) : undefined)}
            onContextMenu={(event) => {
              event.preventDefault();
              onMenu(node);
            }}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey) onApart(node);
            }}
            onAuxClick={(event) => {
              if (event.button === 1) onApart(node);
            }}
          >
            {node.expandable ? (
              <AriaButton slot="chevron" className={styles.chevron ?? ""}>
                <ChevronRight size={14} strokeWidth={1.5} />
              </AriaButton>
            ) : (
              <span className={styles.chevron} />
            )}
            {Icon && <Icon size={14} strokeWidth={1.5} className={styles.icon} aria-hidden />}
            <span className={styles.label}>{node.label === "" ? <i>(no name)</i> : shownName(node.label)}</span>
            {node.detail !== "" && <span className={styles.detail}>{shownName(node.detail)}</span>}
            {node.error && <TriangleAlert size={14} strokeWidth={1.5} className={styles.broken} aria-hidden />}
            <Count node={node} counts={counts} />
          </div>
        )}
      </TreeItemContent>
      <Collection items={node.children}>
        {(child) => <SchemaTreeItem node={child} counts={counts} onMenu={onMenu} onApart={onApart} />}
      </Collection>
    </TreeItem>
  );
}
