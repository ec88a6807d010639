/** Every question to Electron main, and what main tells the page. The page names databases by opaque handles. */
import * as v from "valibot";
import { writtenEncodings } from "../formats/text-file.ts";
import { AppErrorDataSchema } from "../errors/app-error.ts";
import { SettingsPartSchema, SettingsSchema } from "../model/settings.ts";
import { TicketSchema } from "../model/export.ts";
import { QueryPathSchema, SavedQuerySchema } from "../model/saved-query.ts";
import { lanes } from "./procedure.ts";

const Nothing = v.undefined();
const Handle = v.pipe(v.string(), v.maxLength(64));
const Text = v.pipe(v.string(), v.maxLength(32 * 1024 * 1024));
/** A process, as long as Joinery runs. */
const EngineId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Files that values may be opened as: nothing that a system would run. */
export const openedEndings = ["png", "jpg", "gif", "webp", "pdf", "zip", "db", "bin", "txt", "json"] as const;

/** A database main has opened for this window. Ports to its engines come as `engine-port` messages. */
const OpenedSchema = v.object({
  handle: Handle,
  /** File name, or "In-memory". */
  name: v.string(),
  /** Absolute path for showing; null in memory. */
  path: v.nullable(v.string()),
  readOnly: v.boolean(),
  /** Table to show first (from the command line). */
  table: v.optional(v.string()),
});
export type OpenedDatabase = v.InferOutput<typeof OpenedSchema>;

const RecentSchema = v.object({
  id: v.string(),
  name: v.string(),
  folder: v.string(),
  /** The folder as people write it: the home folder as `~`. */
  place: v.string(),
  /** Bytes; null when the file is not there. */
  size: v.nullable(v.number()),
  /** Milliseconds since 1970. */
  openedAt: v.number(),
});
export type RecentFile = v.InferOutput<typeof RecentSchema>;

const SeparatorSchema = v.object({ type: v.literal("separator") });
const CommandItemSchema = v.object({
  type: v.literal("item"),
  label: v.string(),
  command: v.string(),
  /** Shown beside the label, in Electron's accelerator words. */
  accelerator: v.optional(v.string()),
  enabled: v.optional(v.boolean()),
  checked: v.optional(v.boolean()),
});

/** An item of a native context menu. `command` comes back when it is chosen. A submenu has no further ones. */
export const MenuItemSchema = v.variant("type", [
  SeparatorSchema,
  CommandItemSchema,
  v.object({
    type: v.literal("submenu"),
    label: v.string(),
    items: v.array(v.variant("type", [SeparatorSchema, CommandItemSchema])),
  }),
]);
export type MenuItem = v.InferOutput<typeof MenuItemSchema>;
export type SimpleMenuItem = Exclude<MenuItem, { type: "submenu" }>;

const shell = <P extends v.GenericSchema, R extends v.GenericSchema>(params: P, result: R) => ({ params, result });

export const shellContract = {
  /** Shows the native dialog and opens what was chosen; null when cancelled. */
  "database.pick": shell(v.object({ readOnly: v.boolean() }), v.nullable(OpenedSchema)),
  /** Shows the save dialog, makes an empty database, opens it; null when cancelled. */
  "database.create": shell(Nothing, v.nullable(OpenedSchema)),
  /** Opens what the user typed or pasted: a path or a `sqlite:///` URL, `:memory:`. */
  "database.openAddress": shell(
    v.object({ address: v.pipe(v.string(), v.maxLength(4096)), readOnly: v.boolean() }),
    OpenedSchema,
  ),
  "database.openSample": shell(Nothing, OpenedSchema),
  "database.openRecent": shell(v.object({ id: v.string() }), OpenedSchema),
  /** Tries once more to open what could not be opened last in this window; main knows what that was, the page does not. */
  "database.retry": shell(Nothing, OpenedSchema),
  /** Ends its engines in this window; staged edits stay in the journal. */
  "database.close": shell(v.object({ handle: Handle }), Nothing),
  /** Databases this window had open when it was (re)loaded, plus those waiting from the command line; ports follow. */
  "database.restore": shell(Nothing, v.array(OpenedSchema)),
  "recent.list": shell(Nothing, v.array(RecentSchema)),
  "recent.remove": shell(v.object({ id: v.string() }), Nothing),
  /**
   * Starts the process of a lane if it is not running, and one more of a pooled lane; its port follows as an `engine-port`
   * message.
   */
  "engine.connect": shell(v.object({ handle: Handle, lane: v.picklist(lanes) }), Nothing),
  /**
   * Ends a process at once, whatever it does: the one of a lane that has one, which is started again, or (`engine`) one of
   * this window's own in a pooled lane. Answers when it is gone.
   */
  "engine.stop": shell(v.object({ handle: Handle, lane: v.picklist(lanes), engine: v.optional(EngineId) }), Nothing),
  /** Lets go of one of this window's own processes of a pooled lane; it closes its files first. */
  "engine.release": shell(v.object({ handle: Handle, lane: v.picklist(lanes), engine: EngineId }), Nothing),
  /** Pops up a native menu at the pointer; gives the command chosen, or null. */
  "menu.popup": shell(
    v.object({ items: v.array(MenuItemSchema), x: v.optional(v.number()), y: v.optional(v.number()) }),
    v.nullable(v.string()),
  ),
  /** Title, edited mark and path of the window, and whether closing must ask. */
  "window.describe": shell(v.object({ title: v.string(), path: v.nullable(v.string()), staged: v.number() }), Nothing),
  /** Has a console of this window a transaction open? Closing would roll it back, so it asks then. */
  "window.transaction": shell(v.object({ open: v.boolean() }), Nothing),
  /** The answer to the event `window.closing`: how many texts are being typed that are refused, and would be lost. */
  "window.mayClose": shell(v.object({ refused: v.pipe(v.number(), v.integer(), v.minValue(0)) }), Nothing),
  /** Opens one more window, on the welcome screen. */
  "window.create": shell(Nothing, Nothing),
  /** Which commands the native menu offers now, by id; others are greyed. */
  "menu.enable": shell(v.object({ commands: v.record(v.string(), v.boolean()) }), Nothing),
  "settings.read": shell(Nothing, SettingsSchema),
  /** Changes those that are given; what does not fit (a zoom beyond the limits) is refused. Answers all of them. */
  "settings.write": shell(SettingsPartSchema, SettingsSchema),
  "clipboard.write": shell(v.object({ text: Text }), Nothing),
  "clipboard.read": shell(Nothing, v.object({ text: Text })),
  /** Makes a `copy` (`paste`) event in the page, as the keys of the system would: only there is more than a text copied and pasted. */
  "clipboard.copy": shell(Nothing, Nothing),
  "clipboard.paste": shell(Nothing, Nothing),
  /** Asks where to, then writes bytes there; gives the file's name, or null when cancelled. */
  "file.save": shell(
    v.object({ suggestedName: v.pipe(v.string(), v.maxLength(255)), data: v.union([Text, v.instance(Uint8Array)]) }),
    v.nullable(v.string()),
  ),
  /** Asks where an engine of this database may write a file; gives what stands for it and its name, or null when cancelled. */
  "file.chooseTarget": shell(
    v.object({
      handle: Handle,
      suggestedName: v.pipe(v.string(), v.maxLength(255)),
      ending: v.pipe(v.string(), v.regex(/^[a-z]{1,10}$/)),
    }),
    v.nullable(v.object({ ticket: TicketSchema, name: v.string() })),
  ),
  /** Asks for a file and gives its bytes (at most 512 MB); null when cancelled. */
  "file.load": shell(Nothing, v.nullable(v.object({ name: v.string(), data: v.instance(Uint8Array) }))),
  /**
   * Asks for a file (with this name) or, without a name, for a folder; null when cancelled. A file is begun by that; the files of a
   * folder by `files.next`. It is written by the page in pieces (`files.append`), or by an engine (`files.ticket`).
   */
  "files.begin": shell(
    v.object({ suggestedName: v.nullable(v.pipe(v.string(), v.maxLength(255))) }),
    v.nullable(v.object({ id: Handle, name: v.string() })),
  ),
  /** Begins another file in the folder; one that is there is not overwritten: the name gets a number. Gives the name. */
  "files.next": shell(v.object({ id: Handle, name: v.pipe(v.string(), v.maxLength(255)) }), v.string()),
  /** What stands for the file that was begun, for an engine of this database to write it. */
  "files.ticket": shell(v.object({ id: Handle, handle: Handle }), TicketSchema),
  "files.append": shell(v.object({ id: Handle, data: v.instance(Uint8Array) }), Nothing),
  /** Nothing more comes; without `done`, the file that was begun last is removed. */
  "files.end": shell(v.object({ id: Handle, done: v.boolean() }), Nothing),
  /** Opens a copy of these bytes in the program that the system has for them; gives a name for it. */
  "file.openElsewhere": shell(
    v.object({ ending: v.picklist(openedEndings), data: v.union([Text, v.instance(Uint8Array)]) }),
    v.object({ id: Handle, name: v.string() }),
  ),
  /** Makes an empty copy and gives what stands for it, for an engine of this database to write a value there. */
  "file.reserveElsewhere": shell(
    v.object({ handle: Handle, ending: v.picklist(openedEndings) }),
    v.object({ id: Handle, ticket: TicketSchema }),
  ),
  /** Opens the copy that was reserved and written; gives its name. */
  "file.openReserved": shell(v.object({ id: Handle }), v.object({ name: v.string() })),
  /** What that copy holds now; null when it was not changed since. */
  "file.readOpened": shell(v.object({ id: Handle }), v.nullable(v.instance(Uint8Array))),
  /** Saved queries whose path or text has all the words, and the folder they are in (for showing). */
  "library.list": shell(
    v.object({ search: v.pipe(v.string(), v.maxLength(1000)) }),
    v.object({ folder: v.string(), queries: v.array(SavedQuerySchema) }),
  ),
  /**
   * A query's text. Without `encoding` its byte order mark says how it is stored, else UTF-8; fails with `text.encoding` when it is otherwise,
   * with the encoding it may be as `cause`.
   */
  "library.read": shell(
    v.object({ path: QueryPathSchema, encoding: v.optional(v.picklist(writtenEncodings)) }),
    v.object({ text: Text, modified: v.number(), encoding: v.picklist(writtenEncodings) }),
  ),
  /**
   * Saves a query. `expects`: when its file was changed last as far as the page knows, null for a new one, "any" to replace
   * whatever is there; fails with `library.conflict` otherwise. `encoding`: the one to write, else that of the file there; fails with
   * `text.encoding` when it does not have a character.
   */
  "library.write": shell(
    v.object({
      path: QueryPathSchema,
      text: Text,
      expects: v.union([v.null(), v.number(), v.literal("any")]),
      encoding: v.optional(v.picklist(writtenEncodings)),
    }),
    v.object({ modified: v.number(), encoding: v.picklist(writtenEncodings) }),
  ),
  /** Renames or moves. */
  "library.rename": shell(v.object({ from: QueryPathSchema, to: QueryPathSchema }), Nothing),
  /** Puts the file into the system's bin; where there is none, deletes it. */
  "library.remove": shell(v.object({ path: QueryPathSchema }), Nothing),
  /** Asks for another folder, which is used from now on; null when cancelled. */
  "library.chooseFolder": shell(Nothing, v.nullable(v.string())),
  /** Shows a query's file in the system's file manager. */
  "library.reveal": shell(v.object({ path: QueryPathSchema }), Nothing),
  /** A native question; gives the index of the button. */
  "dialog.ask": shell(
    v.object({
      message: v.string(),
      detail: v.string(),
      buttons: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(4)),
      defaultButton: v.number(),
      cancelButton: v.number(),
    }),
    v.number(),
  ),
  /** Shows a database's file in the system's file manager. */
  "database.reveal": shell(v.object({ handle: Handle }), Nothing),
  /** The first rows of the first view are painted: `--screenshot` waits for it. */
  "window.painted": shell(Nothing, Nothing),
  /** About box data. */
  "app.versions": shell(
    Nothing,
    v.object({ joinery: v.string(), electron: v.string(), chromium: v.string(), node: v.string(), sqlite: v.string() }),
  ),
} as const;

export type ShellContract = typeof shellContract;
export type ShellProcedure = keyof ShellContract;
export type ShellParams<N extends ShellProcedure> = v.InferOutput<ShellContract[N]["params"]>;
export type ShellResult<N extends ShellProcedure> = v.InferOutput<ShellContract[N]["result"]>;

export const ShellEventSchema = v.variant("name", [
  /** A command of the native menu, by id (see renderer/app/commands). */
  v.object({ name: v.literal("command"), id: v.string() }),
  /** A database was opened for this window by the command line, a drop, the file manager or the recent menu. */
  v.object({ name: v.literal("database.opened"), database: OpenedSchema }),
  /** Opening failed outside a question (command line, drop). */
  v.object({ name: v.literal("database.failed"), target: v.string(), error: AppErrorDataSchema }),
  /**
   * A process is gone (`engine: null`: it could not be started); `asked` when `engine.stop` or a close wanted it. A new port
   * follows unless closed; not in pooled lanes, where the page asks for as many as it needs.
   */
  v.object({
    name: v.literal("engine.gone"),
    handle: Handle,
    lane: v.picklist(lanes),
    engine: v.nullable(EngineId),
    asked: v.boolean(),
    error: AppErrorDataSchema,
  }),
  /** The window is asked to close: the page takes what is being typed, and answers with `window.mayClose`. */
  v.object({ name: v.literal("window.closing") }),
  /** Light or dark now (settings or system), and forced colours. */
  v.object({ name: v.literal("theme"), dark: v.boolean() }),
]);
export type ShellEvent = v.InferOutput<typeof ShellEventSchema>;

/** The message that carries a MessagePort into the page (`window.postMessage`, same origin). */
export interface EnginePortMessage {
  readonly type: "engine-port";
  readonly handle: string;
  readonly lane: (typeof lanes)[number];
  /** Which process is behind it. */
  readonly engine: number;
}

/** What preload puts on `window.joinery`; nothing else crosses. `F` is the DOM's File, which this room does not know. */
export interface JoineryBridge<F = unknown> {
  /** Asks main; always resolves to an Answer. */
  ask(name: string, params: unknown): Promise<unknown>;
  /** Listens to shell events; gives the function that stops it. */
  onEvent(listener: (event: ShellEvent) => void): () => void;
  /** Opens a dropped or pasted file; its path goes to main, not to the page. */
  openDropped(file: F, readOnly: boolean): Promise<unknown>;
  readonly platform: string;
}
