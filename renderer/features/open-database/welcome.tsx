/** The screen of a window with no database: make one, open one, or look at the sample. */
import { CircleDashed, Clapperboard, FilePlus2, FolderOpen } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button, CommandButton } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { AddressField } from "./address-field.tsx";
import { Mark } from "./mark.tsx";
import type { Opening } from "./opening.ts";
import { RecentFiles } from "./recent-files.tsx";
import styles from "./welcome.module.css";

interface WelcomeProps {
  readonly opening: Opening;
  /** A failure from outside this screen: the command line, a drop. */
  readonly failure: AppErrorData | null;
  /** It is about to be painted for the first time. */
  readonly onPainted: () => void;
  /** The key of a command as this machine writes it, to show beside its button. */
  readonly keyOf: (command: "database.create" | "database.pick") => string;
}

const icon = { size: 16, strokeWidth: 1.5 } as const;

/** Everything here is also in the File menu, by the same commands. */
export function Welcome({ opening, failure, keyOf, onPainted }: WelcomeProps): ReactNode {
  const { attempt, busy } = opening;
  const error = opening.error ?? failure;
  useEffect(onPainted, [onPainted]);
  return (
    <main className={styles.welcome} data-testid="welcome">
      <div className={styles.page}>
        <header className={styles.header}>
          <Mark size={36} />
          <div>
            <h1 className={styles.title}>Joinery</h1>
            <p className={styles.subtitle}>A browser and workshop for SQLite</p>
          </div>
        </header>
        <div className={styles.columns}>
          <section className={styles.start} aria-label="Start">
            <h2 className={styles.heading}>Start</h2>
            <div className={styles.actions}>
              <CommandButton look="quiet" command="database.create">
                <FilePlus2 {...icon} /> New database… <kbd>{keyOf("database.create")}</kbd>
              </CommandButton>
              <CommandButton look="quiet" command="database.pick">
                <FolderOpen {...icon} /> Open… <kbd>{keyOf("database.pick")}</kbd>
              </CommandButton>
              <CommandButton look="quiet" command="database.memory">
                <CircleDashed {...icon} /> In-memory database
              </CommandButton>
              <CommandButton look="quiet" command="database.openSample">
                <Clapperboard {...icon} /> Sample: a film club
              </CommandButton>
            </div>
            <AddressField
              busy={busy}
              onOpen={(address) => void attempt(() => askShell("database.openAddress", { address, readOnly: false }))}
            />
          </section>
          <section className={styles.recent} aria-label="Recent">
            <h2 className={styles.heading}>Recent</h2>
            <RecentFiles onOpen={(id) => void attempt(() => askShell("database.openRecent", { id }))} />
          </section>
        </div>
        <div className={styles.below}>
          {error ? (
            <ErrorWords
              error={error}
              look="line"
              actions={opening.canRetry(error) && <Button onPress={opening.retry}>Try again</Button>}
            />
          ) : (
            <p className={styles.hint}>Or drop a database file anywhere on this window.</p>
          )}
        </div>
      </div>
    </main>
  );
}
