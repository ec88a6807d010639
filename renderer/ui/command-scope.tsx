/**
 * Commands by id, and who carries them out. A part of the window registers handlers in its scope; keyboard, native menu and
 * palette all run a command through `runCommand`, so they always mean the same thing.
 *
 * Who answers: the innermost scope around the focus that has an enabled handler; else a standing scope (the tab that is
 * shown), the innermost first; else the window's own scope.
 */
import {
  createContext,
  type HTMLAttributes,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { afterEditing, type EditorsWithin, finishEditing, isEditing } from "./open-editors.ts";
import { Shown } from "./shown.ts";

/** renderer/app widens this by declaration merging with `{ id: CommandId }`; renderer/ui itself knows no command. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface KnownCommands {}
/** An id of a command. */
export type CommandName = KnownCommands extends { id: infer Id } ? Id : string;

interface Handler {
  readonly run: () => void;
  readonly enabled: boolean;
}

interface Scope {
  readonly parent: Scope | null;
  readonly handlers: Map<string, Handler>;
  element: HTMLElement | null;
  standing: boolean;
}

const makeScope = (parent: Scope | null): Scope => ({ parent, handlers: new Map(), element: null, standing: false });

const rootScope = makeScope(null);
const scopes = new Set<Scope>([rootScope]);
const listeners = new Set<() => void>();
/** Where the focus was last inside a scope: a menu or the palette takes the focus away before it runs a command. */
let lastFocused: Scope | null = null;
let announced = false;

const ScopeContext = createContext<Scope>(rootScope);

/** Tells listeners once per turn: a tab that mounts registers a dozen handlers at a time. */
function changed(): void {
  if (announced) return;
  announced = true;
  queueMicrotask(() => {
    announced = false;
    together(() => {
      for (const listener of listeners) listener();
    });
  });
}

function scopeOf(element: Element | null): Scope | null {
  for (let at = element; at; at = at.parentElement) {
    for (const scope of scopes) if (scope.element === at) return scope;
  }
  return null;
}

function depth(scope: Scope): number {
  let levels = 0;
  for (let at = scope.parent; at; at = at.parent) levels++;
  return levels;
}

/** Is every scope from here up to the window shown (a hidden tab is not)? */
function isShown(scope: Scope): boolean {
  return scope.element?.checkVisibility() ?? true;
}

function* candidates(): Generator<Scope> {
  const focused = scopeOf(document.activeElement) ?? lastFocused;
  if (focused && scopes.has(focused) && isShown(focused)) {
    for (let at: Scope | null = focused; at; at = at.parent) if (at !== rootScope) yield at;
  }
  yield* [...scopes].filter((s) => s.standing && isShown(s)).sort((a, b) => depth(b) - depth(a));
  yield rootScope;
}

/** Those of now, while many commands are asked for at once: to ask each scope whether it is shown takes its time. */
let asked: readonly Scope[] | null = null;

/** `within`: only what answers inside this element counts. */
function find(id: string, within?: Element): Handler | null {
  for (const scope of asked ?? candidates()) {
    if (within && !(scope.element && within.contains(scope.element))) continue;
    const handler = scope.handlers.get(id);
    if (handler?.enabled) return handler;
  }
  return null;
}

/** What becomes of open editors when a command is run: they stay, are left, or are left and waited for. */
export type EditorsBefore = "stay" | "leave" | "finish";
let editorsBefore: (id: string) => EditorsBefore = () => "stay";
let editorsOfCommands: () => EditorsWithin = () => ({});

/** Says once, for all commands, what becomes of open editors before each, and which editors a command is about now. */
export function setEditorsBefore(rule: (id: string) => EditorsBefore, within: () => EditorsWithin): void {
  editorsBefore = rule;
  editorsOfCommands = within;
}

/** Runs a command where the focus is, but only inside of `within` if that is given. Gives false when nobody can do it now. */
export function runCommand(id: CommandName, within?: Element): boolean {
  const handler = find(id, within);
  if (!handler) return false;
  const before = isEditing() ? editorsBefore(id) : "stay";
  // What is taken first may change who answers, and whether.
  if (before === "finish") afterEditing(() => find(id, within)?.run(), editorsOfCommands());
  else {
    if (before === "leave") void finishEditing(editorsOfCommands());
    handler.run();
  }
  return true;
}

/** Can somebody do it now, inside of `within` if that is given? */
export function canRun(id: CommandName, within?: Element): boolean {
  return find(id, within) !== null;
}

/** Asks for many commands in one go. */
export function together<T>(ask: () => T): T {
  asked = [...candidates()];
  try {
    return ask();
  } finally {
    asked = null;
  }
}

/** Calls back when handlers, their `enabled` or the focused scope changed. Gives the function that stops it. */
export function onCommandsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const never = () => () => {};

/** Whether somebody can run the command now, kept up to date while the component is on screen. */
export function useCanRun(id: CommandName): boolean {
  const shown = useContext(Shown);
  const seen = useRef<boolean | null>(null);
  return useSyncExternalStore(shown ? onCommandsChanged : never, () =>
    shown || seen.current === null ? (seen.current = canRun(id)) : seen.current,
  );
}

if (typeof document !== "undefined") {
  document.addEventListener("focusin", (event) => {
    const scope = scopeOf(event.target as Element);
    if (scope && scope !== lastFocused) {
      lastFocused = scope;
      changed();
    }
  });
}

type ScopeProps = HTMLAttributes<HTMLDivElement> & {
  /** Answers commands also while the focus is elsewhere: the tab that is shown. */
  standing?: boolean;
  children: ReactNode;
};

/** A part of the window with commands of its own. Renders a div (layout is the caller's: `className`). */
export function CommandScope({ standing = false, children, ...rest }: ScopeProps): ReactNode {
  const parent = useContext(ScopeContext);
  const [scope] = useState(() => makeScope(parent));
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    scope.element = element.current;
    scopes.add(scope);
    return () => {
      scopes.delete(scope);
      if (lastFocused === scope) lastFocused = scope.parent;
      changed();
    };
  }, [scope]);
  useLayoutEffect(() => {
    scope.standing = standing;
    changed();
  }, [scope, standing]);
  return (
    <ScopeContext.Provider value={scope}>
      <div ref={element} {...rest}>
        {children}
      </div>
    </ScopeContext.Provider>
  );
}

/** One command as a part of the window carries it out. */
export interface CommandHandler {
  readonly id: CommandName;
  readonly run: () => void;
  readonly enabled: boolean;
}

/**
 * Carries out commands in the scope this component stands in, as long as it is mounted. One that is not `enabled` lets an
 * outer scope answer; when nobody can, the command is greyed.
 */
export function useCommands(handlers: readonly CommandHandler[]): void {
  const scope = useContext(ScopeContext);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  /** Who can do what: only when that changes is anybody told. */
  const offered = handlers.map(({ id, enabled }) => `${id} ${enabled ? "1" : ""}`).join("\n");
  useLayoutEffect(() => {
    const entries = offered.split("\n").map((line, at): [string, Handler] => {
      const [id = "", enabled] = line.split(" ");
      return [id, { run: () => latest.current[at]?.run(), enabled: enabled === "1" }];
    });
    for (const [id, entry] of entries) scope.handlers.set(id, entry);
    changed();
    return () => {
      for (const [id, entry] of entries) if (scope.handlers.get(id) === entry) scope.handlers.delete(id);
      changed();
    };
  }, [scope, offered]);
}

/** Carries out one command: see `useCommands`. */
export function useCommand(id: CommandName, handler: () => void, { enabled = true }: { enabled?: boolean } = {}): void {
  useCommands([{ id, run: handler, enabled }]);
}
