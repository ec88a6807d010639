/** Files opened before, the last one first: Enter or a click opens, Delete forgets; those that are gone say so. */
import { Database, FileX2, X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { GridList, GridListItem } from "react-aria-components";
import type { RecentFile } from "../../../src-shared/rpc/shell-contract.ts";
import { recentList } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { formatBytes, formatWhen } from "../../ui/format.ts";
import styles from "./recent-files.module.css";
import { shownName, withMarksShown } from "../../../src-shared/formats/shown-name.ts";

const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

/** The list; `onOpen` gets the id of the one chosen. */
export function RecentFiles({ onOpen }: { onOpen: (id: string) => void }): ReactNode {
  const queries = useQueryClient();
  const [now] = useState(() => Date.now());
  // Not what was known before: what one opened since would not be the first.
  const { data: recent, isFetchedAfterMount } = useQuery({ ...recentList, refetchOnMount: "always" });
  const remove = async (id: string) => {
    await askShell("recent.remove", { id });
    await queries.invalidateQueries({ queryKey: recentList.queryKey });
  };
  if (!recent || !isFetchedAfterMount) return null;
  if (recent.length === 0) {
    return (
      <p className={styles.none} data-none>
        Databases you open are listed here, the last one first.
      </p>
    );
  }
  return (
    <div
      className={styles.frame}
      onKeyDown={(event) => {
        const id = (event.target as HTMLElement).dataset.key;
        if (event.key === "Delete" && id) void remove(id);
      }}
    >
      <GridList
        aria-label="Recent databases"
        className={styles.list ?? ""}
        items={recent}
        selectionMode="none"
        onAction={(id) => onOpen(String(id))}
      >
        {(file: RecentFile) => <RecentLine file={file} now={now} onRemove={() => void remove(file.id)} />}
      </GridList>
    </div>
  );
}

function RecentLine({ file, now, onRemove }: { file: RecentFile; now: number; onRemove: () => void }): ReactNode {
  const { id, name, folder, place, size, openedAt } = file;
  const facts = size === null ? "not found" : formatBytes(size);
  return (
    <GridListItem
      id={id}
      textValue={`${name}, ${facts}, ${place}`}
      className={`${styles.item} ${size === null ? styles.missing : ""}`}
    >
      {size === null ? <FileX2 {...icon} /> : <Database {...icon} />}
      <span className={styles.words}>
        <span className={styles.name}>{shownName(name)}</span>
        <span className={styles.folder} title={withMarksShown(folder)}>
          {withMarksShown(place)}
        </span>
      </span>
      <span className={styles.size}>{facts}</span>
      <time className={styles.when} dateTime={new Date(openedAt).toISOString()}>
        {formatWhen(openedAt, now)}
      </time>
      <Button
        look="quiet"
        square
        hint="Remove from this list"
        aria-label={`Remove ${name} from this list`}
        onPress={onRemove}
      >
        <X size={14} strokeWidth={1.5} />
      </Button>
    </GridListItem>
  );
}
