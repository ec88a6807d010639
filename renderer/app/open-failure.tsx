/** A database could not be opened while another one is shown: a dialog, because nothing else is the place for it. */
import type { ReactNode } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import { Button } from "../ui/button.tsx";
import { ErrorWords } from "../ui/error-words.tsx";

interface OpenFailureProps {
  readonly error: AppErrorData;
  /** Tries once more; null where that would be of no use. */
  readonly onRetry: (() => void) | null;
  readonly onClose: () => void;
}

export function OpenFailure({ error, onRetry, onClose }: OpenFailureProps): ReactNode {
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog aria-label="Could not open">
          <ErrorWords
            error={error}
            actions={
              <>
                {onRetry && <Button onPress={onRetry}>Try again</Button>}
                <Button autoFocus onPress={onClose}>
                  Close
                </Button>
              </>
            }
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
