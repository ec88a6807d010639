/** What has to be said about a database: notices of opening, and engines that ended without being asked to. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { EngineResult } from "../../../src-shared/rpc/engine-contract.ts";
import { databaseInfo } from "../../rpc/queries.ts";
import { onShell } from "../../rpc/shell-client.ts";
import type { OpenDatabase } from "../databases.ts";
import type { Banner } from "./banners.tsx";

/** The banners to show now, and how to dismiss one. */
export function useBanners(database: OpenDatabase): { banners: Banner[]; dismiss: (id: string) => void } {
  const { handle, engine, session, lane } = database;
  const { data: info } = useQuery(databaseInfo(engine));
  const notices = useStore(session.store, (state) => state.notices);
  const sessionError = useStore(session.store, (state) => state.error);
  const [gone, setGone] = useState<readonly Banner[]>([]);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());

  useEffect(
    () =>
      onShell("engine.gone", (event) => {
        if (event.handle !== handle) return;
        if (event.lane === "console") lane.gone();
        // Its staged edits are on disk; what the page shows of them may be older.
        if (event.lane === "session") void session.reload();
        if (event.asked) return;
        // Main knows why: a crash, memory, a file that cannot be opened any more.
        const { message, next } = event.error;
        const banner: Banner = { id: `gone-${event.lane}-${Date.now()}`, tone: "warning", message, next };
        setGone((others) => [...others.filter(({ id }) => !id.startsWith(`gone-${event.lane}`)), banner]);
      }),
    [handle, lane, session],
  );

  const leftBehind = useLeftBehind(database);

  const banners: Banner[] = [
    ...gone,
    ...leftBehind,
    ...(info?.notices ?? []).map((message): Banner => ({ id: `info-${message}`, tone: "info", message })),
    ...notices.map((message): Banner => ({ id: `session-${message}`, tone: "info", message })),
    ...(sessionError
      ? [
          {
            id: `error-${sessionError.message}`,
            tone: "warning" as const,
            message: sessionError.message,
            next: sessionError.next,
          },
        ]
      : []),
  ].filter(({ id }) => !dismissed.has(id));
  const dismiss = (id: string) => {
    setDismissed((others) => new Set(others).add(id));
    if (id.startsWith("error-")) session.dismissError();
  };
  return { banners, dismiss };
}

/** Changes that wait for a file that is gone from its place and may be this one: offered once, taken over when wanted. */
function useLeftBehind({ engine, session }: OpenDatabase): Banner[] {
  const ready = useStore(session.store, (state) => state.ready);
  const [found, setFound] = useState<readonly EngineResult<"session.leftBehind">[number][]>([]);
  useEffect(() => {
    if (!ready) return;
    // Without an answer there is nothing to offer; whatever keeps it from answering is told by the session itself.
    void engine.client.ask("session.leftBehind", undefined).then(setFound, () => {});
  }, [engine, ready]);
  return found.map(({ id, path, rows }) => ({
    id: `left-${id}`,
    tone: "warning",
    message: `${rows.toLocaleString("en")} pending ${rows === 1 ? "change was" : "changes were"} kept for “${path}”, which is not there any more.`,
    next: "If this is that file, take them over: each is checked against it when you commit.",
    action: {
      label: "Take over",
      run: () => {
        setFound((others) => others.filter((other) => other.id !== id));
        void session.takeOver(id);
      },
    },
  }));
}
