/** The draft in one line: how much is in it, what it is, and what can be done with it. Nothing is in sight while it is empty. */
import { Check, ChevronDown, Undo2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { Button, CommandButton } from "../../ui/button.tsx";
import { plural } from "../../ui/format.ts";
import type { DraftStore } from "./draft/draft-store.ts";
import styles from "./model-editor.module.css";
import type { PlanStore } from "./plan/plan-store.ts";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface DraftBarProps {
  readonly draft: DraftStore;
  readonly plans: PlanStore;
}

export function DraftBar({ draft, plans }: DraftBarProps): ReactNode {
  const { settled, last, gestures, at } = useStore(draft.store);
  const { busy } = useStore(plans.store);
  if (settled.length === 0 && gestures.slice(0, at).every(({ operations }) => operations.length === 0)) {
    if (!last || last.reverse.length === 0) return null;
    return (
      <div className={styles.draftBar} data-testid="draft-bar">
        <span className={styles.draftWords} role="status" title={last.label}>
          <Check {...icon} className={styles.done} /> Applied: {last.label}
        </span>
        <CommandButton look="quiet" command="model.undoLast">
          <Undo2 {...icon} /> Undo the last schema change
        </CommandButton>
      </div>
    );
  }
  return (
    <div className={styles.draftBar} data-testid="draft-bar">
      <ChangeList draft={draft} />
      <span className={styles.draftWords}>
        {settled.length === 0 ? "Together they change nothing." : "Nothing is changed in the file before you apply it."}
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
