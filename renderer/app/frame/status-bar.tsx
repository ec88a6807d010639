/** The bottom row: the file, how it is kept, what the tab in front says, and whether it can be written. */
import { defaultSettings } from "../../../src-shared/model/settings.ts";
import { Lock } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { databaseInfo, settingsRead } from "../../rpc/queries.ts";
import { Button } from "../../ui/button.tsx";
import { formatBytes } from "../../ui/format.ts";
import type { OpenDatabase } from "../databases.ts";
import styles from "./status-bar.module.css";

const journalWords: Record<string, string> = {
  delete: "rollback journal",
  truncate: "rollback journal (truncate)",
  persist: "rollback journal (persist)",
  memory: "journal in memory",
  off: "no journal",
  wal: "WAL",
};

interface StatusBarProps {
  readonly database: OpenDatabase;
  /** Takes the element that the tab in front fills. */
  readonly slot: (element: HTMLElement | null) => void;
  /** Something that just happened to the file, in words. */
  readonly news: string | null;
}

/** 22 px; the tab's own figures stand in the middle. */
export function StatusBar({ database, slot, news }: StatusBarProps): ReactNode {
  const { data: info } = useQuery(databaseInfo(database.engine));
  const { data: settings } = useQuery(settingsRead);
  const transactionOpen = useStore(database.lane.store, (state) => state.transactionOpen);
  return (
    <footer className={styles.bar} data-testid="status-bar" data-pane="status">
      {info && (
        <>
          <span title={info.path ?? undefined}>{info.path === null ? "in memory" : formatBytes(info.sizeBytes)}</span>
          <span title={`${info.encoding}, pages of ${info.pageSize} bytes, SQLite ${info.sqliteVersion}`}>
            {journalWords[info.journalMode] ?? info.journalMode}
          </span>
        </>
      )}
      <span ref={slot} className={styles.slot} />
      <span className={styles.news} role="status">
        {news}
      </span>
      {transactionOpen && <span className={styles.transaction}>transaction open</span>}
      {settings && settings.zoom !== defaultSettings.zoom && <span>{settings.zoom} %</span>}
      {info &&
        (info.readOnlyReason === null ? (
          <span>read/write</span>
        ) : (
          <DialogTrigger>
            <Button look="quiet">
              <Lock size={12} strokeWidth={1.5} /> read-only
            </Button>
            <Popover className="popover" placement="top end">
              <Dialog aria-label="Why it is read-only" className={styles.why ?? ""}>
                {info.readOnlyReason}
              </Dialog>
            </Popover>
          </DialogTrigger>
        ))}
    </footer>
  );
}
