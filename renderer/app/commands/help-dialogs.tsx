/** About Joinery, and the list of keys. */
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog, Heading, Input, Modal, ModalOverlay, SearchField } from "react-aria-components";
import { Mark } from "../../features/open-database/mark.tsx";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { gridKeyList } from "../../ui/data-grid/key-list.ts";
import { fuzzyMatch } from "./fuzzy.ts";
import { keyOf } from "./keyboard.ts";
import { commands } from "./known.ts";
import { useOnlyOne } from "./modal.ts";
import styles from "./help-dialogs.module.css";

interface DialogProps {
  readonly onClose: () => void;
}

interface HelpDialogProps extends DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  /** A field that narrows down what is shown; it has the focus. */
  readonly find?: { readonly text: string; readonly onText: (text: string) => void };
  readonly children: ReactNode;
}

function HelpDialog({ title, onClose, wide = false, find, children }: HelpDialogProps): ReactNode {
  useOnlyOne(onClose);
  return (
    <ModalOverlay className="modal-scrim" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={wide ? `modal ${styles.wide}` : "modal"}>
        <Dialog>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            {find && (
              <SearchField
                aria-label="Find a key"
                className={styles.find ?? ""}
                autoFocus
                value={find.text}
                onChange={find.onText}
              >
                <Search size={14} strokeWidth={1.5} aria-hidden />
                <Input placeholder="Find a key" />
              </SearchField>
            )}
            <Button onPress={onClose} autoFocus={!find}>
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

interface KeyLine {
  readonly id: string;
  readonly words: string;
  readonly keys: string;
}

/** They mean the same in every program: last. */
const everywhere = new Set<string>([
  "edit.cut",
  "edit.copy",
  "edit.paste",
  "edit.selectAll",
  "session.undo",
  "session.redo",
]);
const isEverywhere = ({ id }: KeyLine) => everywhere.has(id) || /^view\.(?:tab\d|lastTab|zoom)/.test(id);

/** All keys by what they are about: what only Joinery has comes first, the grid's own keys, which are no commands, before all. */
function keyGroups(): (readonly [title: string, lines: readonly KeyLine[]])[] {
  const all = commands.filter(({ key }) => key);
  const lines = (menu: string) =>
    all
      .filter((command) => command.menu === menu)
      .map(({ id, title }): KeyLine => ({ id, words: title, keys: keyOf(id) }));
  const own = (menu: string) => lines(menu).filter((line) => !isEverywhere(line));
  return [
    ["In the rows", gridKeyList.map(([words, keys]) => ({ id: words, words, keys }))],
    ["Session", own("Session")],
    ["Query", own("Query")],
    ["View", own("View")],
    ["Schema", own("Schema")],
    ["Edit", own("Edit")],
    ["File", own("File")],
    ["Help", own("Help")],
    ["As everywhere", [...new Set(all.map(({ menu }) => menu))].flatMap(lines).filter(isEverywhere)],
  ];
}

/** Every command that has a key, and the keys of the grid; found by what they do or by the key. */
export function Shortcuts({ onClose }: DialogProps): ReactNode {
  const [text, setText] = useState("");
  const [groups] = useState(keyGroups);
  const shown = groups.flatMap(([title, lines]) => {
    const fitting = lines.filter(({ words, keys }) => fuzzyMatch(`${words} ${keys}`, text));
    return fitting.length > 0 ? [[title, fitting] as const] : [];
  });
  return (
    <HelpDialog title="Keyboard shortcuts" onClose={onClose} wide find={{ text, onText: setText }}>
      <div className={styles.shortcuts}>
        {shown.map(([title, lines]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(({ id, words, keys }) => (
                <div key={id}>
                  <dt>{words}</dt>
                  <dd>
                    <kbd>{keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {shown.length === 0 && <p>No key does that.</p>}
      </div>
    </HelpDialog>
  );
}
