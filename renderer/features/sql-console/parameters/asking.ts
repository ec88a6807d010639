/** Something that waits for the values of its parameters. */
import type { Parameter } from "../../../../src-shared/model/parameter.ts";

export interface Asking {
  readonly names: readonly string[];
  /** What is done with the values, on the button. */
  readonly verb: string;
  readonly onValues: (values: Parameter[]) => void;
}
