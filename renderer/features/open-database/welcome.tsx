/** The screen of a window with no database: one's files first, then the ways to another. */
import { CircleDashed, Clapperboard, FilePlus2, FolderOpen, Lock } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button, CommandButton } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { focusWhenThere } from "../../ui/focus-when-there.ts";
import { AddressField } from "./address-field.tsx";
import { Mark } from "./mark.tsx";
import type { Opening } from "./opening.ts";
import { RecentFiles } from "./recent-files.tsx";
import styles from "./welcome.module.css";

type StartCommand =
  | "database.pick"
  | "database.pickReadOnly"
  | "database.create"
  | "database.memory"
  | "database.openSample";

interface WelcomeProps {
  readonly opening: Opening;
  /** A failure from outside this screen: the command line, a drop. */
  readonly failure: AppErrorData | null;
  /** It is about to be painted for the first time. */
  readonly onPainted: () => void;
  /** The key of a command as this machine writes it, to show beside its button. */
  readonly keyOf: (command: StartCommand) => string;
}

const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

const ways = [
  ["database.pick", "Open…", FolderOpen, "primary"],
  ["database.pickReadOnly", "Open read-only…", Lock, "plain"],
  ["database.create", "New database…", FilePlus2, "plain"],
  ["database.memory", "In-memory database", CircleDashed, "quiet"],
  ["database.openSample", "Sample: a film club", Clapperboard, "quiet"],
] as const satisfies readonly (readonly [StartCommand, string, unknown, string])[];

/** The first recent file, once it is known which there are; without any, the button that opens one. */
function firstIn(page: HTMLElement | null): HTMLElement | null {
  const row = page?.querySelector<HTMLElement>("[role=row]");
  return row ?? page?.querySelector<HTMLElement>("section:has([data-none]) ~ section button") ?? null;
}

/** Everything here is also in the File menu, by the same commands. */
export function Welcome({ opening, failure, keyOf, onPainted }: WelcomeProps): ReactNode {
  const { attempt, busy } = opening;
  const error = opening.error ?? failure;
  useEffect(onPainted, [onPainted]);
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    // Enter opens the file one had last; where there is none, it asks for one.
    if (document.activeElement === document.body) focusWhenThere(() => firstIn(page.current));
  }, []);
  return (
    <main ref={page} className={styles.welcome} data-testid="welcome" data-pane="welcome">
      <div className={styles.page}>
        <header className={styles.header}>
          <Mark size={36} />
          <div>
            <h1 className={styles.title}>Joinery</h1>
            <p className={styles.subtitle}>A browser and workshop for SQLite</p>
          </div>
        </header>
        <section className={styles.recent} aria-label="Recent">
          <h2 className={styles.heading}>Recent</h2>
          <RecentFiles onOpen={(id) => void attempt(() => askShell("database.openRecent", { id }))} />
        </section>
        <section className={styles.start} aria-label="Start">
          <h2 className={styles.heading}>Start</h2>
          <div className={styles.actions}>
            {ways.map(([command, words, Icon, look]) => (
              <CommandButton key={command} look={look} command={command}>
                <Icon {...icon} /> {words} {keyOf(command) !== "" && <kbd>{keyOf(command)}</kbd>}
              </CommandButton>
            ))}
          </div>
          <AddressField
            busy={busy}
            onOpen={(address) => void attempt(() => askShell("database.openAddress", { address, readOnly: false }))}
          />
          <p className={styles.hint}>Or drop a file anywhere in this window. Hold Shift to open it read-only.</p>
        </section>
        {error && (
          <div className={styles.below}>
            <ErrorWords
              error={error}
              look="line"
              actions={opening.canRetry(error) && <Button onPress={opening.retry}>Try again</Button>}
            />
          </div>
        )}
      </div>
    </main>
  );
}
