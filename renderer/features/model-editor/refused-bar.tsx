/** What failed last, wherever one stands in the editor: a gesture that the engine refused, with the ways out there are, or Apply. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { useEditor } from "./editor-context.tsx";
import { mendLiterals } from "./mend-literals.ts";
import styles from "./model-editor.module.css";
import { Choices } from "./plan/choices.tsx";
import type { PlanStore } from "./plan/plan-store.ts";

export function RefusedBar(): ReactNode {
  const { client, draft, keep, view } = useEditor();
  const { refused } = useStore(draft.store);
  const { making } = useStore(view.store);
  // A dialog that is open says it itself.
  if (!refused || making !== null) return null;
  const { gesture, error } = refused;
  const choices = "choices" in error ? error.choices : [];
  const quoted = (error.detail ?? "").includes("should this be a string literal");
  const actions = (quoted || choices.length > 0) && (
    <>
      {quoted && <Button onPress={() => void mendLiterals(client, draft)}>Fix the file…</Button>}
      <Choices
        choices={choices}
        onChoose={({ label, operations }) => {
          const at = "operation" in error ? error.operation : null;
          const all = at === null ? [...operations] : gesture.operations.toSpliced(at, 1, ...operations);
          void keep({ ...gesture, label: `${gesture.label}: ${label}`, operations: all });
        }}
      />
    </>
  );
  return (
    <div className={styles.refused} data-testid="refused-bar" tabIndex={-1}>
      <ErrorWords error={error} look="line" actions={actions} />
      <Button look="quiet" square aria-label="Dismiss" onPress={() => draft.dismiss()}>
        <X size={14} strokeWidth={1.5} />
      </Button>
    </div>
  );
}

/** Why the draft could not be applied: nothing was changed. */
export function FailedBar({ plans }: { plans: PlanStore }): ReactNode {
  const { failed } = useStore(plans.store);
  if (!failed) return null;
  return (
    <div className={styles.refused} data-testid="apply-failed">
      <ErrorWords error={failed} look="line" />
      <Button look="quiet" square aria-label="Dismiss" onPress={() => plans.dismiss()}>
        <X size={14} strokeWidth={1.5} />
      </Button>
    </div>
  );
}
