/** Past runs of the console: found by words, put into the editor or opened in a new console. */
import { History, SquareTerminal, TextCursorInput, Trash2 } from "lucide-react";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { GridList, GridListItem } from "react-aria-components";
import { toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { HistoryEntry } from "../../../../src-shared/model/console-history.ts";
import type { Engine } from "../../../rpc/queries.ts";
import { askShell } from "../../../rpc/shell-client.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { fileNameOf, outcomeOf, whenRun } from "./history-words.ts";
import styles from "./history.module.css";

interface HistoryPanelProps {
  readonly engine: Engine;
  /** Changes when a run begins or ends: then there is something new to list. */
  readonly stamp: string;
  readonly onInsert: (sql: string) => void;
  readonly onOpen: (sql: string) => void;
}

const pageSize = 100;
const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function HistoryPanel({ engine, stamp, onInsert, onOpen }: HistoryPanelProps): ReactNode {
  const [search, setSearch] = useState("");
  const [everywhere, setEverywhere] = useState(false);
  const queries = useQueryClient();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["console.history", engine.handle, search, everywhere, stamp],
    queryFn: ({ pageParam }) =>
      engine.client.ask("console.history", {
        search: search.slice(0, 1000),
        thisDatabase: !everywhere,
        before: pageParam,
        limit: pageSize,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries, more }) => (more ? (entries.at(-1)?.id ?? null) : null),
    placeholderData: keepPreviousData,
    // Other windows and databases write it too.
    staleTime: 0,
    gcTime: 0,
  });
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const take = async ({ id, head, length }: HistoryEntry, give: (sql: string) => void) => {
    if (length <= head.length) return give(head);
    give((await engine.client.ask("console.historyText", { id })).sql ?? head);
  };
  const clear = async () => {
    const button = await askShell("dialog.ask", {
      message: "Forget all past runs?",
      detail: "The history of all databases is removed from this computer. The databases stay as they are.",
      buttons: ["Forget All", "Cancel"],
      defaultButton: 1,
      cancelButton: 1,
    });
    if (button !== 0) return;
    await engine.client.ask("console.clearHistory", undefined);
    await queries.invalidateQueries({ queryKey: ["console.history"] });
  };

  return (
    <section className={styles.history} aria-label="History" data-testid="console-history">
      <div className={styles.bar}>
        <input
          type="search"
          aria-label="Find in the history"
          placeholder="Find in the history"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to find something
          autoFocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={everywhere} onChange={(event) => setEverywhere(event.target.checked)} /> All
          databases
        </label>
        <Button
          look="quiet"
          square
          aria-label="Forget all past runs"
          hint="Forget all past runs"
          onPress={() => void clear()}
        >
          <Trash2 {...icon} />
        </Button>
      </div>
      {error && <ErrorWords error={toAppErrorData(error)} />}
      {data && entries.length === 0 && (
        <EmptyState
          icon={<History size={20} strokeWidth={1.5} />}
          title={search === "" ? "Nothing was run yet" : "Not found"}
        >
          {search === "" ? "What consoles run is listed here." : "No past run has all these words in its text."}
        </EmptyState>
      )}
      <GridList
        aria-label="Past runs"
        className={styles.list ?? ""}
        selectionMode="none"
        items={entries}
        onAction={(id) => {
          const entry = entries.find((one) => one.id === id);
          if (entry) void take(entry, onInsert);
        }}
      >
        {(entry) => (
          <GridListItem id={entry.id} textValue={entry.head.slice(0, 200)} className={styles.entry ?? ""}>
            <time dateTime={entry.at} title={new Date(entry.at).toLocaleString("en-GB")}>
              {whenRun(entry.at, new Date())}
            </time>
            <span className={styles.what} title={entry.head}>
              <code>{entry.head.replace(/\s+/g, " ").slice(0, 300)}</code>
              {entry.error !== null && entry.state === "failed" && <span className={styles.error}>{entry.error}</span>}
            </span>
            {everywhere && (
              <span className={styles.file} title={entry.path ?? ""}>
                {fileNameOf(entry.path)}
              </span>
            )}
            <span className={styles.outcome} data-state={entry.state}>
              {outcomeOf(entry)}
            </span>
            <Button
              look="quiet"
              square
              aria-label="Insert"
              hint="Insert at the cursor"
              onPress={() => void take(entry, onInsert)}
            >
              <TextCursorInput {...icon} />
            </Button>
            <Button
              look="quiet"
              square
              aria-label="Open in a new console"
              hint="Open in a new console"
              onPress={() => void take(entry, onOpen)}
            >
              <SquareTerminal {...icon} />
            </Button>
          </GridListItem>
        )}
      </GridList>
      {hasNextPage && (
        <div className={styles.more}>
          <Button look="quiet" onPress={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </section>
  );
}
