/** Asks for the name of a query: for saving, renaming and moving. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import styles from "./library.module.css";
import { folderOf } from "./saved-link.ts";

interface QueryPathDialogProps {
  readonly title: string;
  readonly verb: string;
  /** The path to begin with; "" for none. */
  readonly initial: string;
  readonly databaseName: string;
  /** Does it; `replace` when the user said so after a conflict. What it rejects with is shown here. */
  readonly onGiven: (path: string, replace: boolean) => Promise<void>;
  readonly onCancel: () => void;
  /** Can what is there be replaced? */
  readonly canReplace: boolean;
}

export function QueryPathDialog(props: QueryPathDialogProps): ReactNode {
  const { title, verb, initial, databaseName, onGiven, onCancel, canReplace } = props;
  const folder = `${folderOf(databaseName)}/`;
  const [own, setOwn] = useState(initial === "" || initial.startsWith(folder));
  const [name, setName] = useState(initial.startsWith(folder) ? initial.slice(folder.length) : initial);
  const [error, setError] = useState<AppErrorData | null>(null);
  const path = `${own ? folder : ""}${name.trim()}`;
  const give = async (replace: boolean) => {
    try {
      await onGiven(path, replace);
    } catch (thrown) {
      setError(toAppErrorData(thrown));
    }
  };
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onCancel()}>
      <Modal className="modal">
        <Dialog>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== "") void give(false);
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <label className={styles.field}>
              Name
              <input
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type here
                autoFocus
                spellCheck={false}
                placeholder="reports/top movies"
                value={name}
                onChange={(event) => {
                  setName(event.target.value);
                  setError(null);
                }}
                onFocus={(event) => event.target.select()}
              />
            </label>
            <fieldset className={styles.scope}>
              <legend>For</legend>
              <label>
                <input type="radio" name="scope" checked={own} onChange={() => setOwn(true)} /> {databaseName}
              </label>
              <label>
                <input type="radio" name="scope" checked={!own} onChange={() => setOwn(false)} /> all databases
              </label>
            </fieldset>
            <p className={styles.path}>
              {path === "" || path === folder ? "Folders are written with /." : `${path}.sql`}
            </p>
            {error && <ErrorWords error={error} />}
            <div className={styles.foot}>
              <Button onPress={onCancel}>Cancel</Button>
              {canReplace && error?.code === "library.conflict" && (
                <Button look="danger" onPress={() => void give(true)}>
                  Replace
                </Button>
              )}
              <Button look="primary" type="submit" isDisabled={name.trim() === ""}>
                {verb}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
