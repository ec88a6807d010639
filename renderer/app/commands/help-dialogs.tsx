/** About Joinery, and the list of keys. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Mark } from "../../features/open-database/mark.tsx";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { gridKeyList } from "../../ui/data-grid/key-list.ts";
import { keyOf } from "./keyboard.ts";
import { commands } from "./known.ts";
import { useOnlyOne } from "./modal.ts";
import styles from "./help-dialogs.module.css";

interface DialogProps {
  readonly onClose: () => void;
}

function HelpDialog({ title, onClose, children }: DialogProps & { title: string; children: ReactNode }): ReactNode {
  useOnlyOne(onClose);
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <Button onPress={onClose} autoFocus>
              Close
            </Button>
          </div>
          {/* It may be longer than the window: the keyboard scrolls what has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe: scrollable-region-focusable */}
          <section className={styles.body} aria-label={title} tabIndex={0}>
            {children}
          </section>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Versions, as text to select and copy. */
export function About({ onClose }: DialogProps): ReactNode {
  const { data: versions } = useQuery({ queryKey: ["app.versions"], queryFn: () => askShell("app.versions") });
  return (
    <HelpDialog title="About Joinery" onClose={onClose}>
      <div className={styles.about}>
        <Mark size={48} />
        <dl className={styles.versions}>
          {Object.entries(versions ?? {}).map(([name, version]) => (
            <div key={name}>
              <dt>{name === "sqlite" ? "SQLite" : name.charAt(0).toUpperCase() + name.slice(1)}</dt>
              <dd>{version}</dd>
            </div>
          ))}
        </dl>
      </div>
    </HelpDialog>
  );
}

/** Every command that has a key, and the keys of the grid, which are no commands. */
export function Shortcuts({ onClose }: DialogProps): ReactNode {
  const menus = [...new Set(commands.map(({ menu }) => menu))];
  return (
    <HelpDialog title="Keyboard shortcuts" onClose={onClose}>
      <div className={styles.shortcuts}>
        {menus.map((menu) => (
          <section key={menu}>
            <h3>{menu}</h3>
            <dl>
              {commands
                .filter((command) => command.menu === menu && command.key)
                .map(({ id, title }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      <kbd>{keyOf(id)}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>In the rows</h3>
          <dl>
            {gridKeyList.map(([means, keys]) => (
              <div key={means}>
                <dt>{means}</dt>
                <dd>
                  <kbd>{keys}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </HelpDialog>
  );
}
