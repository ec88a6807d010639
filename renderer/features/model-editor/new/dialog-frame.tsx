/** The frame of a dialog that makes something: title, fields, what is in the way, one primary button. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useStore } from "zustand";
import { Button } from "../../../ui/button.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { useEditor } from "../editor-context.tsx";
import styles from "./new.module.css";

interface DialogFrameProps {
  readonly title: string;
  /** Why it cannot be done yet; "" when a field is simply empty; null: it can. */
  readonly obstacle: string | null;
  readonly wide?: boolean;
  /** Does it; false leaves the dialog open. */
  readonly onDone: () => Promise<boolean>;
  readonly children: ReactNode;
}

export function DialogFrame({ title, obstacle, wide = false, onDone, children }: DialogFrameProps): ReactNode {
  const { view, draft } = useEditor();
  const { refused } = useStore(draft.store);
  const [tried, setTried] = useState(false);
  const close = () => {
    draft.dismiss();
    view.make(null);
  };
  const submit = async () => {
    if (obstacle !== null) return;
    setTried(true);
    if (await onDone()) close();
  };
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className={`modal ${wide ? "wide" : ""}`}>
        <Dialog>
          <form
            className={styles.dialog}
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <div className={styles.body}>{children}</div>
            {obstacle !== null && obstacle !== "" && <p className={styles.obstacle}>{obstacle}</p>}
            {tried && refused && <ErrorWords error={refused.error} look="line" />}
            <div className={styles.foot}>
              <Button onPress={close}>Cancel</Button>
              <Button look="primary" type="submit" isDisabled={obstacle !== null}>
                Add to the draft
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
