/** Ways out of a refusal. One that fills what is missing takes the expression one types. */
import { type ReactNode, useState } from "react";
import type { RefusalChoice } from "../../../../src-shared/model/schema-change.ts";
import { Button } from "../../../ui/button.tsx";
import styles from "./plan.module.css";

interface ChoicesProps {
  readonly choices: readonly RefusalChoice[];
  readonly onChoose: (choice: RefusalChoice) => void;
}

export function Choices({ choices, onChoose }: ChoicesProps): ReactNode {
  return choices.map((choice) =>
    fillOf(choice) === undefined ? (
      <Button key={choice.label} onPress={() => onChoose(choice)}>
        {choice.label}
      </Button>
    ) : (
      <Fill key={choice.label} choice={choice} onChoose={onChoose} />
    ),
  );
}

function fillOf({ operations }: RefusalChoice): string | undefined {
  return operations.map((operation) => ("fill" in operation ? operation.fill : undefined)).find(Boolean);
}

function Fill({ choice, onChoose }: { choice: RefusalChoice; onChoose: (choice: RefusalChoice) => void }): ReactNode {
  const [fill, setFill] = useState(fillOf(choice) ?? "");
  const operations = choice.operations.map((operation) =>
    "fill" in operation && operation.fill !== undefined ? { ...operation, fill } : operation,
  );
  return (
    <form
      className={styles.fill}
      onSubmit={(event) => {
        event.preventDefault();
        if (fill.trim() !== "") onChoose({ label: `Fill with ${fill}`, operations });
      }}
    >
      <Button type="submit" isDisabled={fill.trim() === ""}>
        Fill them with
      </Button>
      <input
        aria-label="Expression to fill with"
        title="A literal, or an expression over the row’s columns"
        value={fill}
        spellCheck={false}
        onChange={(event) => setFill(event.target.value)}
      />
    </form>
  );
}
