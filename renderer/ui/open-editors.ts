/**
 * Editors that are open, with what was typed into them and is not taken yet, and edits that are being taken. What acts on data asks here
 * first: a commit, a run, an export, the close of a tab, a database or the window. So whatever was typed anywhere is part of it, or
 * is known to be refused.
 */
import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

/** Takes what was typed, as leaving the editor does. False (or a failure): it was refused, and stays in the editor. */
export type FinishEditor = () => boolean | Promise<boolean>;

/** The part of the window an editor stands in: what concerns one part asks the editors of that part only. */
export interface EditorPlace {
  /** Handle of its database; null: of the window itself. */
  readonly database: string | null;
  /** Id of its tab; null: in none. */
  readonly tab: string | null;
  /** Brings that part to the front, with the focus in what was refused. */
  readonly show: () => void;
}

/** Which editors are meant; without a field those of every database, or of every tab. */
export interface EditorsWithin {
  readonly database?: string | null;
  readonly tabs?: readonly string[];
}

/** Where the components below stand. */
export const EditorPlaceContext = createContext<EditorPlace>({ database: null, tab: null, show: () => {} });

interface OpenEditor {
  readonly finish: FinishEditor;
  readonly place: EditorPlace | null;
}

const editors = new Set<OpenEditor>();
const underway = new Set<Promise<boolean>>();
const listeners = new Set<() => void>();

const changed = (): void => {
  for (const listener of listeners) listener();
};

let tellRefused: (place: EditorPlace | null) => void = () => {};

/** Says once, for the window, how a user is told that something did not go on because what they typed is refused. */
export function onRefusedEditor(tell: (place: EditorPlace | null) => void): void {
  tellRefused = tell;
}

const isWithin = ({ place }: OpenEditor, { database, tabs }: EditorsWithin): boolean =>
  place === null ||
  ((database === undefined || place.database === null || place.database === database) &&
    (tabs === undefined || place.tab === null || tabs.includes(place.tab)));

/** Says that an editor is open, and where; gives the function that says that it is closed. Without a place it concerns everything. */
export function openEditor(finish: FinishEditor, place: EditorPlace | null = null): () => void {
  const entry: OpenEditor = { finish, place };
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

/** What could not be taken: how many texts and edits, and where the first of them stands (null: nowhere one can be led to). */
export interface Refused {
  readonly count: number;
  readonly place: EditorPlace | null;
}

/** Finishes the open editors that are meant (without `within`: all) and waits for what is underway. Gives what was refused, and is in its editor still. */
export async function refusedEditors(within: EditorsWithin = {}): Promise<Refused> {
  const meant = [...editors].filter((editor) => isWithin(editor, within));
  const isRefused = (result: PromiseSettledResult<boolean> | undefined): boolean =>
    result?.status !== "fulfilled" || !result.value;
  const [finished, edits] = await Promise.all([
    Promise.allSettled(meant.map(async ({ finish }) => finish())),
    Promise.allSettled(underway),
  ]);
  const refused = meant.filter((_, at) => isRefused(finished[at]));
  // An edit that an editor began is counted with its editor.
  return { count: refused.length || edits.filter(isRefused).length, place: refused[0]?.place ?? null };
}

/** The same; gives whether all was taken. */
export async function finishEditing(within: EditorsWithin = {}): Promise<boolean> {
  return (await refusedEditors(within)).count === 0;
}

/** The same, for what does not go on when something was refused: the user is led there and told why. */
export async function finishOrTell(within: EditorsWithin = {}): Promise<boolean> {
  const refused = await refusedEditors(within);
  if (refused.count > 0) tellRefused(refused.place);
  return refused.count === 0;
}

/** Runs something once what is typed there is taken: at once when there is nothing, never when something is refused. */
export function afterEditing(run: () => void, within: EditorsWithin = {}): void {
  if (underway.size === 0 && ![...editors].some((editor) => isWithin(editor, within))) run();
  // After the page has drawn what was taken: handlers that follow it are up to date then.
  else void finishOrTell(within).then((done) => done && setTimeout(run));
}

/** Keeps an editor known as open while `finish` is not null. */
export function useOpenEditor(finish: FinishEditor | null): void {
  const latest = useRef(finish);
  useLayoutEffect(() => {
    latest.current = finish;
  });
  const isOpen = finish !== null;
  const place = useContext(EditorPlaceContext);
  useEffect(() => (isOpen ? openEditor(() => latest.current?.() ?? true, place) : undefined), [isOpen, place]);
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
