/** What a script changed on a copy of the database, table by table, and the way to do it on the database itself. */
import { FlaskConical } from "lucide-react";
import { type ReactNode, useState } from "react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { Tried, TriedTable } from "../../../../src-shared/model/tried.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import type { Run } from "../console-lane.ts";
import styles from "./changes.module.css";
import { ChangedRows } from "./changed-rows.tsx";
import { countWords, objectWords, summaryWords } from "./tried-words.ts";

interface ChangesViewProps {
  readonly client: EngineClient;
  readonly run: Run;
  readonly tried: Tried;
  readonly onApply: () => void;
}

export function ChangesView({ client, run, tried, onApply }: ChangesViewProps): ReactNode {
  const [chosen, setChosen] = useState(0);
  const failed = run.statements.some(({ state }) => state !== "done");
  const nothing = tried.tables.length === 0 && tried.objects.length === 0;
  const table = tried.tables[chosen];
  return (
    <section className={styles.changes} aria-label="Changes on the copy" data-testid="tried">
      <div className={styles.head}>
        <p className={styles.summary}>
          <strong>Tried on a copy.</strong> {failed ? "The script failed there. " : ""}
          {summaryWords(tried)}
        </p>
        {!failed && !nothing && (
          <Button look="primary" onPress={onApply}>
            Apply to the database
          </Button>
        )}
      </div>
      {nothing ? (
        <EmptyState icon={<FlaskConical size={20} strokeWidth={1.5} />} title="It would change nothing">
          No row and nothing of the schema differs after it.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          <ul className={styles.tables} aria-label="What would change">
            {tried.tables.map((one, i) => (
              <li key={one.name}>
                <button type="button" aria-current={i === chosen} onClick={() => setChosen(i)}>
                  <span className={styles.name}>{one.name}</span>
                  <Counts table={one} />
                </button>
              </li>
            ))}
            {tried.objects.map(({ did, type, name }) => (
              <li key={`${type} ${name}`} className={styles.object}>
                {objectWords(did, type, name)}
              </li>
            ))}
          </ul>
          {table && <TableChanges key={table.name} client={client} runId={run.runId} number={chosen} table={table} />}
        </div>
      )}
    </section>
  );
}

function Counts({ table }: { table: TriedTable }): ReactNode {
  return (
    <span className={styles.counts} title={countWords(table)}>
      {table.inserted > 0 && <span data-did="inserted">+{table.inserted.toLocaleString("en-GB")}</span>}
      {table.updated > 0 && <span data-did="updated">~{table.updated.toLocaleString("en-GB")}</span>}
      {table.deleted > 0 && <span data-did="deleted">−{table.deleted.toLocaleString("en-GB")}</span>}
      {table.problem !== null && table.inserted + table.deleted === 0 && <span data-did="updated">?</span>}
    </span>
  );
}

interface TableChangesProps {
  readonly client: EngineClient;
  readonly runId: string;
  readonly number: number;
  readonly table: TriedTable;
}

const pageSize = 200;

function TableChanges({ client, runId, number, table }: TableChangesProps): ReactNode {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["console.readTried", runId, number],
    queryFn: ({ pageParam }) =>
      client.ask("console.readTried", { runId, table: number, offset: pageParam, limit: pageSize }),
    initialPageParam: 0,
    getNextPageParam: ({ rows }, pages) => (rows.length < pageSize ? null : pages.length * pageSize),
    placeholderData: keepPreviousData,
    enabled: table.problem === null,
    gcTime: 0,
  });
  if (table.problem !== null) return <p className={styles.problem}>{table.problem}</p>;
  if (error) return <ErrorWords error={toAppErrorData(error)} />;
  return (
    <ChangedRows
      table={table}
      rows={data?.pages.flatMap(({ rows }) => rows) ?? []}
      more={
        hasNextPage && (
          <Button look="quiet" onPress={() => void fetchNextPage()}>
            Show more rows
          </Button>
        )
      }
    />
  );
}
