/** Buttons: one height, one radius; the accent only for the one primary action of a view. */
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { type CommandName, runCommand, useCanRun } from "./command-scope.tsx";
import styles from "./button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  readonly "data-autofocus"?: boolean;
  /** `plain` has a border; `quiet` none; `primary` is the one thing to do here; `danger` loses something. */
  readonly look?: "plain" | "quiet" | "primary" | "danger";
  /** Square, for an icon alone; give `aria-label`. */
  readonly square?: boolean;
  /** Shown on hover, with the key if there is one. */
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A button. A press is given by mouse, touch, Enter and Space alike (`onPress`). */
export function Button({ look = "plain", square = false, hint, children, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      className={`${styles.button} ${styles[look]} ${square ? styles.square : ""}`}
      // The native tooltip: quiet, read by screen readers as the description, and never in the way.
      render={(props) => <button {...props} title={hint} />}
    >
      {children}
    </AriaButton>
  );
}

/** A button that runs a command and is greyed when nobody can. */
export function CommandButton({ command, ...rest }: ButtonProps & { command: CommandName }): ReactNode {
  const enabled = useCanRun(command);
  return <Button {...rest} isDisabled={!enabled} onPress={() => runCommand(command)} />;
}
