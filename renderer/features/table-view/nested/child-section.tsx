/** The rows that refer to one row by one relation: what they are, what can be done with them, and the rows themselves. */
import { ChevronDown, ExternalLink, Pin, Plus } from "lucide-react";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { insertEdit } from "../../../rows/edits/row-edits.ts";
import { Button } from "../../../ui/button.tsx";
import { CommandScope } from "../../../ui/command-scope.tsx";
import { formatCount, plural } from "../../../ui/format.ts";
import { childrenDestination } from "../../../rows/relations/relations.ts";
import { ChildGrid } from "./child-grid.tsx";
import type { ChildSectionProps } from "./nested-scene.ts";
import type { Section } from "../../../rows/nested/unfolded-rows.ts";
import styles from "./nested.module.css";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

/** "7 rows", "1,000+ rows", "no rows"; nothing before it is known. */
function countWords({ answer, fresh }: Section): string {
  if (!answer || answer.error) return answer ? "" : "…";
  if (!answer.total) return "";
  const rows = answer.total.rows + fresh;
  if (answer.total.quality !== "exact") return `${formatCount(rows)}+ rows`;
  return rows === 0 ? "no rows" : plural(rows, "row");
}

export function ChildSection(props: ChildSectionProps): ReactNode {
  const { section, model, rowKey, scene, from } = props;
  const { relation, title, values, answer, fresh, more, given } = section;
  const { child } = relation;
  const { underRows, go } = scene.relations;
  const always = useSyncExternalStore(
    (listener) => underRows.subscribe(listener),
    () => underRows.all.has(section.id),
  );
  /** Grows with every row that is added here: the grid goes there. */
  const [added, setAdded] = useState(0);
  const rows = (answer?.page?.rows.length ?? 0) + fresh;
  const canInsert = scene.readOnlyReason === null && child.readOnlyReason === null && (child.insteadOf?.insert ?? true);
  const showAll = ({ ctrlKey, metaKey }: { ctrlKey: boolean; metaKey: boolean }): void => {
    const to = childrenDestination(relation, values);
    if (to) go(to, from(), ctrlKey || metaKey);
  };
  const add = async (): Promise<void> => {
    const row = child.columns.map(({ name }) => given.find(({ column }) => column === name)?.value);
    const outcome = await scene.session.stage("Add row", [insertEdit(child, crypto.randomUUID(), child.columns, row)]);
    scene.onFailure(outcome.ok ? null : outcome.error);
    if (outcome.ok) setAdded((n) => n + 1);
  };
  const isFar = answer !== undefined && answer.error === null && answer.page === null;
  return (
    <section
      aria-label={`${title} of row ${props.label}`}
      className={styles.section}
      style={{ height: section.height }}
    >
      <div className={styles.head}>
        <Button look="quiet" aria-expanded onPress={() => model.set(rowKey, relation, false)} hint="Fold">
          <ChevronDown {...icon} /> {title}
        </Button>
        <span className={styles.count}>{countWords(section)}</span>
        <span className={styles.gap} />
        {canInsert && answer?.page && (
          <Button look="quiet" square aria-label={`Add row to ${title}`} hint="Add row" onPress={() => void add()}>
            <Plus {...icon} />
          </Button>
        )}
        {model.canAlways && (
          <Button
            look="quiet"
            square
            aria-label={`Always unfold ${title} under rows`}
            aria-pressed={always}
            hint={always ? "Unfolded under every row; press to unfold only where asked" : "Unfold under every row"}
            onPress={() => underRows.set(relation, !always)}
          >
            <Pin {...icon} />
          </Button>
        )}
        <Button
          look="quiet"
          square
          aria-label={`Show in ${child.name}`}
          hint={`Show in ${child.name}`}
          onPress={showAll}
        >
          <ExternalLink {...icon} />
        </Button>
      </div>
      {answer?.error && (
        <p className={styles.words} data-tone="danger" role="alert">
          {answer.error.message} {answer.error.next}
        </p>
      )}
      {isFar && (
        <p className={styles.words}>
          {child.name} is large and has no index on {relation.columns.join(", ")}.
          <Button look="quiet" onPress={showAll}>
            Look for the Rows in {child.name}
          </Button>
        </p>
      )}
      {rows > 0 && answer?.page && (
        // Another row has other children, and another table other columns.
        <CommandScope className={styles.rows} style={{ height: section.rowsHeight }}>
          <ChildGrid {...props} added={added} />
        </CommandScope>
      )}
      {more > 0 && rows > 0 && (
        <div className={styles.words}>
          <Button look="quiet" onPress={showAll}>
            {answer?.total?.quality === "exact" ? formatCount(more) : `More than ${formatCount(more)}`} more…
          </Button>
        </div>
      )}
    </section>
  );
}
