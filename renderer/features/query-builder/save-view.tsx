/** Asks for the name of a view and shows what will be run. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { nameToken } from "../../../src-shared/sql/query/name-token.ts";
import styles from "./builder.module.css";

interface SaveViewProps {
  readonly client: EngineClient;
  readonly query: Query;
  /** The query as SQL, with its values. */
  readonly sql: string;
  readonly onWrite: () => void;
  readonly onSaved: (name: string) => void;
  readonly onClose: () => void;
}

export function SaveView({ client, query, sql, onWrite, onSaved, onClose }: SaveViewProps): ReactNode {
  const [name, setName] = useState("");
  const [error, setError] = useState<AppErrorData | null>(null);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    try {
      onWrite();
      await client.ask("queries.createView", { name: name.trim(), query });
      onWrite();
      onSaved(name.trim());
    } catch (thrown) {
      setError(toAppErrorData(thrown));
    } finally {
      setSaving(false);
    }
  };
  const ready = name.trim() !== "" && !name.includes("\0") && !saving;
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal wide">
        <Dialog>
          <form
            className={styles.saveView}
            onSubmit={(event) => {
              event.preventDefault();
              if (ready) void save();
            }}
          >
            <Heading slot="title" className={styles.heading ?? ""}>
              Save as a view
            </Heading>
            <p className={styles.hint}>
              A view keeps the query in the database: it is read like a table, and always up to date.
            </p>
            <input
              className={styles.field}
              aria-label="Name of the view"
              placeholder="name of the view"
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is opened to type here
              autoFocus
              spellCheck={false}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                setError(null);
              }}
            />
            <pre className={styles.statement}>
              CREATE VIEW {ready ? nameToken(name.trim()) : "…"} AS{"\n"}
              {sql}
            </pre>
            {error && <ErrorWords look="line" error={error} />}
            <div className={styles.dialogButtons}>
              <Button look="quiet" onPress={onClose}>
                Cancel
              </Button>
              <Button look="primary" type="submit" isDisabled={!ready}>
                Create View
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
