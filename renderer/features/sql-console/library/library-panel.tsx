/** Saved queries: found by words, opened in a console of their own, renamed, moved, deleted. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, FolderCog, Library, TextCursorInput } from "lucide-react";
import { type ReactNode, useState } from "react";
import { GridList, GridListItem } from "react-aria-components";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { SavedQuery } from "../../../../src-shared/model/saved-query.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { whenRun } from "../history/history-words.ts";
import styles from "../history/history.module.css";
import own from "./library.module.css";
import { QueryPathDialog } from "./query-path-dialog.tsx";
import { readQuery } from "./read-query.ts";
import { folderOf, nameOfQuery, type OpenedQuery } from "./saved-link.ts";
import { shownName, withMarksShown } from "../../../../src-shared/formats/shown-name.ts";

interface LibraryPanelProps {
  readonly databaseName: string;
  /** Changes when something was saved here: then there is something new to list. */
  readonly stamp: string;
  readonly onInsert: (sql: string) => void;
  readonly onOpen: (query: OpenedQuery) => void;
  /** A query has another path now. */
  readonly onRenamed: (from: string, to: string) => void;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

const menu = [
  { type: "item", label: "Open", command: "open" },
  { type: "item", label: "Insert at the Cursor", command: "insert" },
  { type: "separator" },
  { type: "item", label: "Rename or Move…", command: "rename" },
  { type: "item", label: "Show in the File Manager", command: "reveal" },
  { type: "separator" },
  { type: "item", label: "Delete…", command: "delete" },
] as const;

export function LibraryPanel({ databaseName, stamp, onInsert, onOpen, onRenamed }: LibraryPanelProps): ReactNode {
  const [search, setSearch] = useState("");
  const [renaming, setRenaming] = useState<string | null>(null);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["library.list", search, stamp],
    queryFn: () => askShell("library.list", { search: search.slice(0, 1000) }),
    placeholderData: keepPreviousData,
    // It is a folder: other windows and programs write it too.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: true,
  });
  const again = () => queries.invalidateQueries({ queryKey: ["library.list"] });
  const trying = async (work: () => Promise<unknown>) => {
    try {
      setFailure(null);
      await work();
    } catch (thrown) {
      setFailure(toAppErrorData(thrown));
      await again();
    }
  };
  const open = (path: string) =>
    trying(async () => {
      const query = await readQuery(path);
      if (query) onOpen(query);
    });
  const insert = (path: string) =>
    trying(async () => {
      const query = await readQuery(path);
      if (query) onInsert(query.text);
    });
  const remove = async (path: string) => {
    const button = await askShell("dialog.ask", {
      message: `Delete the query “${nameOfQuery(path)}”?`,
      detail: `${path}.sql goes into the system's bin, where there is one.`,
      buttons: ["Delete", "Cancel"],
      defaultButton: 1,
      cancelButton: 1,
    });
    if (button !== 0) return;
    await askShell("library.remove", { path });
    await again();
  };
  const choose = async (path: string) => {
    const command = await askShell("menu.popup", { items: [...menu] });
    if (command === "open") await open(path);
    if (command === "insert") await insert(path);
    if (command === "rename") setRenaming(path);
    if (command === "reveal") await trying(() => askShell("library.reveal", { path }));
    if (command === "delete") await trying(() => remove(path));
  };
  const folder = `${folderOf(databaseName)}/`;
  // Those of this database first.
  const found = (data?.queries ?? []).toSorted(
    (a, b) => Number(b.path.startsWith(folder)) - Number(a.path.startsWith(folder)),
  );

  return (
    <section className={styles.history} aria-label="Saved queries" data-testid="library">
      <div className={styles.bar}>
        <input
          type="search"
          aria-label="Find in saved queries"
          placeholder="Find in saved queries"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to find something
          autoFocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className={own.folder} title={data?.folder}>
          {data?.folder}
        </span>
        <Button
          look="quiet"
          square
          aria-label="Keep queries in another folder"
          hint="Keep queries in another folder, one that is in git for example"
          onPress={() =>
            void trying(async () => {
              await askShell("library.chooseFolder");
              await again();
            })
          }
        >
          <FolderCog {...icon} />
        </Button>
      </div>
      {(failure ?? error) && <ErrorWords error={failure ?? toAppErrorData(error)} />}
      {data && found.length === 0 && (
        <EmptyState
          icon={<Library size={20} strokeWidth={1.5} />}
          title={search === "" ? "No query is saved yet" : "Not found"}
        >
          {search === ""
            ? "Saved queries are plain .sql files in this folder."
            : "No saved query has all these words in its name or text."}
        </EmptyState>
      )}
      <GridList
        aria-label="Saved queries"
        className={styles.list ?? ""}
        selectionMode="none"
        items={found.map((query) => ({ ...query, id: query.path }))}
        onAction={(path) => void open(String(path))}
      >
        {(query) => (
          <GridListItem id={query.path} textValue={query.path} className={styles.entry ?? ""}>
            <Entry
              query={query}
              when={whenRun(new Date(query.modified).toISOString(), new Date())}
              folder={folder}
              onInsert={() => void insert(query.path)}
              onMore={() => void choose(query.path)}
            />
          </GridListItem>
        )}
      </GridList>
      {renaming !== null && (
        <QueryPathDialog
          title="Rename or move the query"
          verb="Rename"
          initial={renaming}
          databaseName={databaseName}
          canReplace={false}
          onCancel={() => setRenaming(null)}
          onGiven={async (to) => {
            if (to !== renaming) await askShell("library.rename", { from: renaming, to });
            onRenamed(renaming, to);
            setRenaming(null);
            await again();
          }}
        />
      )}
    </section>
  );
}

interface EntryProps {
  readonly query: SavedQuery;
  readonly when: string;
  readonly folder: string;
  readonly onInsert: () => void;
  readonly onMore: () => void;
}

function Entry({ query: { path, head, modified }, when, folder, onInsert, onMore }: EntryProps): ReactNode {
  const name = nameOfQuery(path);
  const where = path.slice(0, -name.length);
  return (
    // A native menu for the mouse; the keyboard has the button.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={own.entry}
      onContextMenu={(event) => {
        event.preventDefault();
        onMore();
      }}
    >
      <span className={own.name} title={`${path}.sql`}>
        <span className={own.where} data-own={where.startsWith(folder)}>
          {withMarksShown(where)}
        </span>
        {shownName(name)}
      </span>
      <code className={own.head}>{head.replace(/\s+/g, " ").slice(0, 300)}</code>
      <time dateTime={new Date(modified).toISOString()}>{when}</time>
      <Button look="quiet" square aria-label="Insert" hint="Insert at the cursor" onPress={onInsert}>
        <TextCursorInput {...icon} />
      </Button>
      <Button look="quiet" square aria-label={`More for ${name}`} hint="Rename, move, delete …" onPress={onMore}>
        <Ellipsis {...icon} />
      </Button>
    </div>
  );
}
