/** What a dry run found: what is different on the copy, and that nothing is damaged there. */
import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { DryRun } from "../../../../src-shared/model/schema-change.ts";
import { formatBytes, formatCount, formatMilliseconds, plural } from "../../../ui/format.ts";
import styles from "./plan.module.css";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;
const changeWords = { new: "is new", gone: "is gone", changed: "is another" } as const;

export function DryRunResult({ dryRun }: { dryRun: DryRun }): ReactNode {
  const { milliseconds, bytes, objects, tables, foreignKeys, integrity } = dryRun;
  const bad = [...foreignKeys, ...integrity];
  return (
    <section className={styles.dryRun} aria-label="Dry run" data-testid="dry-run" data-clean={bad.length === 0}>
      <p className={styles.line}>
        {bad.length === 0 ? (
          <CircleCheck {...icon} className={styles.good} />
        ) : (
          <TriangleAlert {...icon} className={styles.bad} />
        )}
        <b>Dry run</b>
        <span>
          done on a copy ({formatBytes(bytes)}) in {formatMilliseconds(milliseconds)};{" "}
          {bad.length === 0 ? "foreign keys and integrity are as they were." : "it is not well:"}
        </span>
      </p>
      <ul>
        {bad.map((words) => (
          <li key={words} className={styles.lost}>
            {words}
          </li>
        ))}
        {objects.map(({ type, name, change }) => (
          <li key={`${type} ${name}`}>
            {type} <b>{name}</b> {changeWords[change]}
          </li>
        ))}
        {tables.map(({ name, was, rows, changed }) => (
          <li key={name}>
            <b>{name}</b>
            {was !== name && ` (was ${was})`}:{" "}
            {rows.before === rows.after
              ? plural(rows.after, "row")
              : `${formatCount(rows.before)} → ${plural(rows.after, "row")}`}
            {changed.map(({ column, count }) => `, ${plural(count, "value")} of ${column} are others`).join("")}
          </li>
        ))}
        {tables.length === 0 && <li>Every row of every table is as it was, rowids included.</li>}
      </ul>
    </section>
  );
}
