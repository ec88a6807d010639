/**
 * Editors that are open, with what was typed into them and is not taken yet, and edits that are being taken. What acts on data asks here
 * first: a commit, a run, an export, the close of a tab, a database or the window. So whatever was typed anywhere is part of it, or
 * is known to be refused.
 */
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

/** Takes what was typed, as leaving the editor does. False (or a failure): it was refused, and stays in the editor. */
export type FinishEditor = () => boolean | Promise<boolean>;

const editors = new Set<FinishEditor>();
const underway = new Set<Promise<boolean>>();
const listeners = new Set<() => void>();

const changed = (): void => {
  for (const listener of listeners) listener();
};

/** Says that an editor is open; gives the function that says that it is closed. */
export function openEditor(finish: FinishEditor): () => void {
  // One function may be given for several editors.
  const entry: FinishEditor = () => finish();
  editors.add(entry);
  changed();
  return () => {
    editors.delete(entry);
    changed();
  };
}

/** Follows an edit from the moment it is made until it is staged (true) or refused; gives the same promise. */
export function editUnderway(work: Promise<boolean>): Promise<boolean> {
  underway.add(work);
  changed();
  const over = (): void => {
    underway.delete(work);
    changed();
  };
  work.then(over, over);
  return work;
}

/** Is there something typed that is not staged yet? */
export const isEditing = (): boolean => editors.size > 0 || underway.size > 0;

/** Finishes all open editors and waits for what is underway. False: something was refused, and is in its editor still. */
export async function finishEditing(): Promise<boolean> {
  const finished = [...editors].map(async (finish) => finish());
  const all = await Promise.allSettled([...finished, ...underway]);
  return all.every((result) => result.status === "fulfilled" && result.value);
}

/** Runs something once everything typed is taken: at once when there is nothing, never when something is refused. */
export function afterEditing(run: () => void): void {
  if (!isEditing()) run();
  // After the page has drawn what was taken: handlers that follow it are up to date then.
  else void finishEditing().then((done) => done && setTimeout(run));
}

/** Keeps an editor known as open while `finish` is not null. */
export function useOpenEditor(finish: FinishEditor | null): void {
  const latest = useRef(finish);
  useLayoutEffect(() => {
    latest.current = finish;
  });
  const isOpen = finish !== null;
  useEffect(() => (isOpen ? openEditor(() => latest.current?.() ?? true) : undefined), [isOpen]);
}

/**
 * Keeps a draft known as open while `take` is not null, and takes it when its editor goes away with it (its row moved, another is
 * shown in its place). Gives what takes it: each draft once, and again when it was refused.
 */
export function useDraft(take: FinishEditor | null, draft: unknown): FinishEditor {
  const latest = useRef({ take, draft });
  useLayoutEffect(() => {
    latest.current = { take, draft };
  });
  const [finish] = useState(() => {
    let begun: { draft: unknown; work: boolean | Promise<boolean> } | null = null;
    return (): boolean | Promise<boolean> => {
      const now = latest.current;
      if (!now.take) return true;
      if (begun && begun.draft === now.draft) return begun.work;
      const mine = { draft: now.draft, work: now.take() };
      begun = mine;
      const refused = (): void => {
        if (begun === mine) begun = null;
      };
      void Promise.resolve(mine.work).then((taken) => taken || refused(), refused);
      return mine.work;
    };
  });
  useEffect(() => () => void finish(), [finish]);
  useOpenEditor(take && finish);
  return finish;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether something is typed that is not staged yet, kept up to date. */
export const useIsEditing = (): boolean => useSyncExternalStore(subscribe, isEditing);
