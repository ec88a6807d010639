/** Files opened before: Enter or a click opens, Delete forgets; those that are gone are greyed. */
import { X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { GridList, GridListItem } from "react-aria-components";
import type { RecentFile } from "../../../src-shared/rpc/shell-contract.ts";
import { recentList } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./recent-files.module.css";
import { shownName, withMarksShown } from "../../../src-shared/formats/shown-name.ts";

/** The list; `onOpen` gets the id of the one chosen. */
export function RecentFiles({ onOpen }: { onOpen: (id: string) => void }): ReactNode {
  const queries = useQueryClient();
  const { data: recent = [] } = useQuery(recentList);
  const remove = async (id: string) => {
    await askShell("recent.remove", { id });
    await queries.invalidateQueries({ queryKey: recentList.queryKey });
  };
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
        renderEmptyState={() => <p className={styles.none}>Databases you open are listed here.</p>}
      >
        {(file: RecentFile) => (
          <GridListItem
            id={file.id}
            textValue={file.name}
            className={`${styles.item} ${file.exists ? "" : styles.missing}`}
          >
            <span className={styles.name}>{shownName(file.name)}</span>
            <span className={styles.folder} title={file.folder}>
              {withMarksShown(file.exists ? file.folder : `not found in ${file.folder}`)}
            </span>
            <Button
              look="quiet"
              square
              hint="Remove from this list"
              aria-label={`Remove ${file.name} from this list`}
              onPress={() => void remove(file.id)}
            >
              <X size={14} strokeWidth={1.5} />
            </Button>
          </GridListItem>
        )}
      </GridList>
    </div>
  );
}
