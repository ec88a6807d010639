/** Asks for the values of a script's bind parameters before it runs. */
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { StorageClass } from "../../../../src-shared/model/cell.ts";
import type { Parameter } from "../../../../src-shared/model/parameter.ts";
import { writtenParameter } from "../../../../src-shared/sql/parameters.ts";
import { Button } from "../../../ui/button.tsx";
import { LineField } from "../../../ui/text-area.tsx";
import { type KeptParameters, keptOf, storageOfTyped, type TypedParameter, valueOfTyped } from "./kept-parameters.ts";
import styles from "./parameter-form.module.css";

const classes: readonly (readonly [StorageClass, string])[] = [
  ["text", "TEXT"],
  ["integer", "INTEGER"],
  ["real", "REAL"],
  ["blob", "BLOB (hex)"],
  ["null", "NULL"],
];

interface ParameterFormProps {
  readonly names: readonly string[];
  /** What to begin with. */
  readonly kept: KeptParameters;
  /** What the button does: Run, Explain. */
  readonly verb: string;
  readonly onGiven: (values: Parameter[], typed: ReadonlyMap<string, TypedParameter>) => void;
  readonly onCancel: () => void;
}

/** Enter runs from any field; Esc gives up. A class that was not chosen follows what is typed. */
export function ParameterForm({ names, kept, verb, onGiven, onCancel }: ParameterFormProps): ReactNode {
  const [typed, setTyped] = useState(() => new Map(names.map((name) => [name, keptOf(kept, name)])));
  const values = names.map((name) => valueOfTyped(name, typed.get(name) ?? keptOf(kept, name)));
  const good = values.filter((value) => "name" in value);
  const change = (name: string, part: Partial<TypedParameter>) =>
    setTyped((now) => new Map(now).set(name, { ...(now.get(name) ?? keptOf(kept, name)), ...part }));
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onCancel()}>
      <Modal className="modal">
        <Dialog>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (good.length === names.length) onGiven(good, typed);
            }}
          >
            <Heading slot="title" className={styles.title ?? ""}>
              Values of the parameters
            </Heading>
            <div className={styles.fields}>
              {names.map((name, i) => {
                const now = typed.get(name) ?? keptOf(kept, name);
                const storage = storageOfTyped(now);
                const value = values[i];
                const problem = value && "problem" in value ? value.problem : null;
                const written = writtenParameter(name);
                return (
                  <div key={name} className={styles.field}>
                    <code title={written}>{written}</code>
                    <LineField
                      aria-label={`Value of ${written}`}
                      aria-invalid={problem !== null}
                      aria-describedby={problem === null ? undefined : `problem-${i}`}
                      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type here
                      autoFocus={i === 0}
                      disabled={storage === "null" && now.storage === "null"}
                      placeholder={storage === "text" ? "empty text" : ""}
                      text={storage === "null" && now.storage === "null" ? "" : now.text}
                      onText={(text) => change(name, { text })}
                      onFocus={(event) => event.target.select()}
                    />
                    <select
                      aria-label={`Type of ${written}`}
                      value={storage}
                      onChange={(event) => change(name, { storage: event.target.value as StorageClass })}
                    >
                      {classes.map(([id, words]) => (
                        <option key={id} value={id}>
                          {words}
                        </option>
                      ))}
                    </select>
                    {problem !== null && (
                      <span id={`problem-${i}`} className={styles.problem} role="alert">
                        {problem}
                      </span>
                    )}
                  </div>
                );
              })}
            </div>
            <div className={styles.foot}>
              <Button onPress={onCancel}>Cancel</Button>
              <Button look="primary" type="submit" isDisabled={good.length < names.length}>
                {verb}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
