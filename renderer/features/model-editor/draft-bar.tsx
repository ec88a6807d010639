/** The draft in one line: how much is in it, what it is, and what can be done with it. Nothing is in sight while it is empty. */
import { Check, ChevronDown, Undo2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { Button, CommandButton } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import type { DraftStore } from "./draft/draft-store.ts";
import styles from "./model-editor.module.css";
import { isRefused, type PlanStore } from "./plan/plan-store.ts";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface DraftBarProps {
  readonly draft: DraftStore;
  readonly plans: PlanStore;
}

export function DraftBar({ draft, plans }: DraftBarProps): ReactNode {
  const { settled, last, gestures, at } = useStore(draft.store);
  const planView = useStore(plans.store);
  const { busy } = planView;
  if (settled.length === 0 && gestures.slice(0, at).every(({ operations }) => operations.length === 0))
    return last && <Applied draft={draft} />;
  const words = isRefused(planView, settled)
    ? "It cannot be applied as it is: the plan says why."
    : settled.length === 0
      ? "Together they change nothing."
      : "Nothing is changed in the file before you apply it.";
  return (
    <div className={styles.draftBar} data-testid="draft-bar" data-pane="draft">
      <ChangeList draft={draft} />
      <span className={styles.draftWords} data-refused={isRefused(planView, settled) || undefined}>
        {words}
      </span>
      {busy !== null && (
        <Button look="quiet" onPress={() => void plans.stop()}>
          Stop
        </Button>
      )}
      <CommandButton look="quiet" command="model.discard">
        Discard
      </CommandButton>
      <CommandButton look="quiet" command="model.dryRun">
        Dry run
      </CommandButton>
      <CommandButton command="model.plan">Preview SQL</CommandButton>
      <CommandButton look="primary" command="model.apply">
        {busy === "apply" ? "Applying…" : "Apply"}
      </CommandButton>
    </div>
  );
}

/** What was applied last, and how to go back, or why one cannot. */
function Applied({ draft }: { draft: DraftStore }): ReactNode {
  const { last, applied } = useStore(draft.store);
  const next = applied.at(-1);
  if (!last) return null;
  const lost = last.lost ?? [];
  const why = last.reversible === "exact" || lost.length === 0 ? "" : ` · for good: ${lost.join(", ")}`;
  const canGoBack = next !== undefined && next.reverse.length > 0;
  return (
    <div className={styles.draftBar} data-testid="draft-bar" data-pane="draft">
      <span className={styles.draftWords} role="status" title={`${last.label}${why}`}>
        <Check {...icon} className={styles.done} /> Applied: {last.label}
        {why}
      </span>
      {canGoBack && (
        <CommandButton look="quiet" command="model.undoLast">
          <Undo2 {...icon} /> {last.isUndo ? `Undo “${next.label}” as well` : "Undo the last schema change"}
        </CommandButton>
      )}
      {next && !canGoBack && <span className={styles.draftWords}>“{next.label}” cannot be undone.</span>}
    </div>
  );
}

/** “5 changes”, and on a press what they are; each can be taken out. */
function ChangeList({ draft }: { draft: DraftStore }): ReactNode {
  const { gestures, at, settled } = useStore(draft.store);
  const [open, setOpen] = useState(false);
  const done = gestures.slice(0, at);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button look="quiet" aria-label={`Draft: ${plural(settled.length, "change")}`}>
        <span className={styles.dot} aria-hidden /> {plural(settled.length, "change")} <ChevronDown {...icon} />
      </Button>
      <Popover className="popover" placement="top start">
        <Dialog aria-label="Changes of the draft" className={styles.changes ?? ""}>
          <ol>
            {done.map((gesture, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the place in the list is what it is
              <li key={index}>
                <span>{gesture.label}</span>
                <Button
                  look="quiet"
                  square
                  aria-label={`Take out: ${gesture.label}`}
                  onPress={() => void draft.remove(index)}
                >
                  <X {...icon} />
                </Button>
              </li>
            ))}
          </ol>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
