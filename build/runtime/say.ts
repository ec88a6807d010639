/** Something a user meets while the app is put in place: one sentence and a next step, no stack. */
export class SetupError extends Error {
  override name = "SetupError";
}

/** A notice for the person at the terminal. Standard error, so that what the app prints stays clean. */
export function notice(text: string): void {
  process.stderr.write(`joinery: ${text}\n`);
}

/** Ends a script on what went wrong: a SetupError by its sentence, anything else with its stack, for us. Exit code 1. */
export function fail(error: unknown): never {
  if (error instanceof SetupError) notice(error.message);
  else console.error(error);
  process.exit(1);
}
