/** The top row, in words: which database, its places, undo and redo, the tab in front, what is pending, the way to everything else. */
import { ChevronDown, Database, FilePlus2, FolderOpen, Redo2, Search, TriangleAlert, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover, Separator, Toolbar as Row } from "react-aria-components";
import { useStore } from "zustand";
import { Button, CommandButton } from "../../ui/button.tsx";
import { runCommand } from "../../ui/command-scope.tsx";
import { formatCount, plural } from "../../ui/format.ts";
import { usePendingVerdict, verdictWords } from "../../rows-view/pending-verdict.ts";
import { keyOf } from "../commands/keyboard.ts";
import { activate, closeDatabase, databases, type OpenDatabase } from "../databases.ts";
import type { Modeling } from "../modeling.ts";
import type { Tabs } from "../tabs/tabs.ts";
import { Places } from "./places.tsx";
import { TabActions } from "./tab-actions.tsx";
import styles from "./toolbar.module.css";
import { shownName } from "../../../src-shared/formats/shown-name.ts";

const icon = { size: 16, strokeWidth: 1.5 } as const;
const small = { size: 14, strokeWidth: 1.5 } as const;

/** The open databases, and the ways to another. */
function Switcher({ database }: { database: OpenDatabase }): ReactNode {
  const open = useStore(databases, (state) => state.open);
  const choose = (key: string) => {
    if (key === "close") void closeDatabase(database.handle);
    else if (key === "database.pick" || key === "database.create") runCommand(key);
    else activate(key);
  };
  return (
    <MenuTrigger>
      <Button look="quiet" hint={database.path ?? "A database in memory"}>
        <Database {...icon} />
        <span className={styles.name}>{shownName(database.name)}</span>
        <ChevronDown {...small} />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Menu className="menu" aria-label="Databases" onAction={(key) => choose(String(key))}>
          {open.map((other) => (
            <MenuItem key={other.handle} id={other.handle} className="menu-item" textValue={other.name}>
              <Database {...small} />
              <span className={other === database ? styles.current : ""}>{shownName(other.name)}</span>
              <span className="quiet">{other.path ? other.path.slice(0, -other.name.length - 1) : "in memory"}</span>
            </MenuItem>
          ))}
          <Separator className="menu-separator" />
          <MenuItem id="database.pick" className="menu-item" textValue="Open">
            <FolderOpen {...small} /> Open… <span className="quiet">{keyOf("database.pick")}</span>
          </MenuItem>
          <MenuItem id="database.create" className="menu-item" textValue="New database">
            <FilePlus2 {...small} /> New database… <span className="quiet">{keyOf("database.create")}</span>
          </MenuItem>
          <MenuItem id="close" className="menu-item" textValue="Close">
            <X {...small} /> Close {shownName(database.name)} <span className="quiet">{keyOf("database.close")}</span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** What is staged, always in sight and never alarming. */
function Pending({ database }: { database: OpenDatabase }): ReactNode {
  const { counts, busy, leftOut } = useStore(database.session.store);
  const { conflicts, wouldFail } = usePendingVerdict(database.session);
  const changes = counts.new + counts.dirty + counts.deleted;
  if (changes === 0) return null;
  return (
    <div className={styles.pending} role="group" aria-label="Pending changes" data-testid="pending">
      <CommandButton
        look="quiet"
        command="view.pending"
        hint={`Show or hide pending changes (${keyOf("view.pending")})`}
      >
        <span className={styles.dot} />
        {plural(changes, "change")}
        <span className={styles.tables}> · {plural(counts.tables, "table")}</span>
      </CommandButton>
      {(conflicts > 0 || wouldFail > 0) && (
        <CommandButton
          look="quiet"
          command="session.problems"
          data-testid="problems"
          aria-label={verdictWords({ conflicts, wouldFail })}
          hint="What stands in the way of the commit, with the reasons"
        >
          <span className={styles.problems}>
            <TriangleAlert {...small} aria-hidden />
            <span className={styles.words}>{verdictWords({ conflicts, wouldFail })}</span>
          </span>
        </CommandButton>
      )}
      <CommandButton command="session.rollback">Roll back</CommandButton>
      <CommandButton
        look="primary"
        command="session.commit"
        hint={`Write the pending changes to the file (${keyOf("session.commit")})`}
      >
        {busy === "commit"
          ? "Committing…"
          : leftOut.size > 0
            ? `Commit ${formatCount(changes - leftOut.size)} of ${formatCount(changes)}`
            : "Commit"}
      </CommandButton>
    </div>
  );
}

interface ToolbarProps {
  readonly database: OpenDatabase;
  readonly tabs: Tabs;
  readonly modeling: Modeling;
}

/** 36 px of everything that is always needed. */
export function Toolbar({ database, tabs, modeling }: ToolbarProps): ReactNode {
  const { undoLabel, redoLabel } = useStore(database.session.store);
  // A builder and the models take back steps of their own.
  const ofSession = useStore(tabs.store, ({ active }) => active?.kind === "table" || active?.kind === "console");
  const labelled = (word: string, label: string | null) => (ofSession && label ? `${word}: ${label}` : word);
  return (
    <Row className={styles.toolbar ?? ""} aria-label="Database" data-pane="toolbar">
      <Switcher database={database} />
      <span className={styles.gap} />
      <Places tabs={tabs} modeling={modeling} />
      <span className={styles.gap} />
      <CommandButton
        look="quiet"
        square
        command="session.undo"
        aria-label="Undo"
        hint={`${labelled("Undo", undoLabel)} (${keyOf("session.undo")})`}
      >
        <Undo2 {...icon} />
      </CommandButton>
      <CommandButton
        look="quiet"
        square
        command="session.redo"
        aria-label="Redo"
        hint={`${labelled("Redo", redoLabel)} (${keyOf("session.redo")})`}
      >
        <Redo2 {...icon} />
      </CommandButton>
      <TabActions tabs={tabs} />
      <span className={styles.space} />
      <Pending database={database} />
      <button
        type="button"
        className={styles.search}
        title={`Go to table, view or console (${keyOf("palette.objects")})`}
        aria-label={`Go to table ${keyOf("palette.objects")}`}
        onClick={() => runCommand("palette.objects")}
      >
        <Search {...small} aria-hidden /> <span className={styles.searchWords}>Go to table</span>{" "}
        <kbd aria-hidden>{keyOf("palette.objects")}</kbd>
      </button>
    </Row>
  );
}
