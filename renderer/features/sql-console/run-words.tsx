/** How far a run is, or how it ended, in words. */
import type { ReactNode } from "react";
import { formatBytes, formatMilliseconds, plural } from "../../ui/format.ts";
import type { Run } from "./console-lane.ts";
import { Elapsed } from "./elapsed.tsx";

/** What a run does now. */
export function RunningWords({ run }: { run: Run }): ReactNode {
  const current = run.statements.findLast((s) => s.state === "running");
  return (
    <>
      <Elapsed since={run.began} />
      {current && ` · statement ${current.index + 1}`}
      {current && current.rows > 0 && ` · ${plural(current.rows, "row")}`}
    </>
  );
}

/** How a run ended. */
export function DoneWords({ run }: { run: Run }): ReactNode {
  const failed = run.statements.some((s) => s.state === "failed") || run.state === "failed";
  const words = run.state === "stopped" ? "stopped" : failed ? "failed" : plural(run.statements.length, "statement");
  const read = run.statements.reduce((sum, { io }) => sum + (io?.read ?? 0), 0);
  // What the statements took, as their results and messages say; the whole, with asking and answering, is in the hint.
  const took = run.statements.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0);
  const hint = [
    `${formatMilliseconds(run.milliseconds)} from the key to the answer`,
    ...(read > 0 ? [`${formatBytes(read)} read`] : []),
  ].join(", ");
  return (
    <span title={hint}>
      {run.onCopy && "on a copy: "}
      {words} · {formatMilliseconds(took)}
    </span>
  );
}
