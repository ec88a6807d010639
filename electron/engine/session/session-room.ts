/** Answers `session.…`. */
import { basename } from "node:path";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Only, StagedMany } from "../../../src-shared/model/commit.ts";
import type {
  CommitReport,
  Conflict,
  PlannedStatement,
  RowEdit,
  SessionDelta,
} from "../../../src-shared/model/session.ts";
import type { Connections } from "../connection/connections.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { isLocked, withAppErrors } from "../engine-error.ts";
import { walkCascade } from "./cascade.ts";
import { catchUp } from "./catch-up.ts";
import { StagedChecks } from "./checks/staged-checks.ts";
import { chooseRows, plannedWhereKnown } from "./choose-rows.ts";
import { commit } from "./commit.ts";
import { findConflicts } from "./find-conflicts.ts";
import { foreseenConflicts } from "./foreseen-conflicts.ts";
import { forOneGesture, type LastSchema } from "./gesture-schema.ts";
import { groundEdit, type SchemaReader } from "./ground-edit.ts";
import { importPatch } from "./import-patch.ts";
import { forgetOldRows, readHistory } from "./journal/commit-log.ts";
import { closeJournal, journalOf } from "./journal/journal.ts";
import { knownFile } from "./journal/other-journals.ts";
import { movedRows } from "./moved-rows.ts";
import { withNewKey } from "./new-key.ts";
import { assertLinked, GestureKeys, knownNewRows, takenKeys } from "./new-keys.ts";
import { writePatch } from "./patch-file.ts";
import { hasNames, settleRenames } from "./map-staged.ts";
import { planCommit } from "./plan-commit.ts";
import { plannedRows } from "./planned-rows.ts";
import { resolveConflicts } from "./resolve-conflicts.ts";
import { rowNames } from "./row-names.ts";
import { portableChanges, writeScript } from "./script.ts";
import { Session } from "./session.ts";
import { settleCommit } from "./settle-commit.ts";
import { leftBehind, replacedNotice, takeOver } from "./staged-file.ts";
import { StatementMaker } from "./statements.ts";
import { triggerReach } from "./trigger-reach.ts";
import { undoCommit } from "./undo-commit.ts";
import { assertSameFile, patiently } from "./write-lock.ts";
import { changesOf } from "./write-rows.ts";

/** Opens the room; the journal is read at the first question. */
export function openSessionRoom(
  connections: Connections,
  schema: SchemaReader,
  options: EngineOptions,
): Room<"session"> {
  const journal = journalOf(connections, options.journalFolder);
  const notices: string[] = [];
  const checks = new StagedChecks(connections);
  const lastSchema: LastSchema = { known: null };
  let opened: Session | null = null;

  const session = (): Session => {
    if (opened) {
      opened.journal.follow();
      opened.follow();
      return opened;
    }
    settleRenames(journal(), (tables) => hasNames(schema.read(), tables));
    const fresh = new Session(journal());
    notices.push(...fresh.journal.notices);
    const replaced = fresh.isEmpty ? null : replacedNotice(fresh.journal, connections);
    if (replaced) notices.push(replaced);
    opened = fresh;
    tidy();
    return fresh;
  };

  /**
   * Rows of old commits go when nothing was staged for a while after a commit: nobody waits for it, and what is missed is
   * made up for next time.
   */
  let tidying: NodeJS.Timeout | undefined;
  const tidy = () => {
    clearTimeout(tidying);
    tidying = setTimeout(() => {
      tidying = undefined;
      try {
        const current = journal();
        current.transaction(() => forgetOldRows(current.connection));
      } catch {
        // Nobody asked for it, so there is nobody to tell; a disk that fails is told by the next gesture.
      }
    }, TIDY_AFTER_MS).unref();
  };

  /** The first edit needs the schema, and may come while another program has the file locked. */
  let learning: NodeJS.Timeout | undefined;
  const learnSchema = () => {
    if (learning || lastSchema.known) return;
    learning = setTimeout(() => {
      learning = undefined;
      try {
        lastSchema.known = schema.read();
      } catch {
        // The edit that needs it is told.
      }
    }).unref();
  };

  const tell = (delta: SessionDelta): SessionDelta => {
    if (delta.revision !== delta.from) options.emit({ name: "session.changed", data: delta });
    return delta;
  };

  /** The same before something is written: the journal is where it will be looked for after a restart. */
  const kept = (): Session => {
    if (session().journal.restore()) notices.push(REWRITTEN);
    return settled();
  };

  /** A commit that was cut off must be known as done or not done before anything else is staged on top of it. */
  const settled = (): Session => {
    const current = session();
    const outcome = settleCommit(connections, schema, current);
    if (outcome) {
      notices.push(outcome.notice);
      if (outcome.delta) tell(outcome.delta);
    }
    return current;
  };

  const answer = <T>(work: () => T): T => withAppErrors({ path: connections.realPath }, work);
  /** Settling waits for the lock by itself; what a gesture reads of the file is waited for here. */
  const change = (work: (session: Session) => SessionDelta) =>
    answer(() => {
      const current = kept();
      const delta = tell(patiently(() => work(current)));
      // Whoever stages now may commit soon, and would wait for it then.
      tidying?.refresh();
      return delta;
    });

  const stageMany = (work: (session: Session) => StagedMany) =>
    answer(() => {
      const current = kept();
      assertWritable(connections);
      if (current.isEmpty) keepFile(current);
      const outcome = patiently(() => work(current));
      tell(outcome.delta);
      return outcome;
    });

  /** What a commit of these rows would write now. */
  const toBeWritten = (only: Only) => {
    const database = schema.read();
    const current = settled();
    const { chosen, leftOut } = chooseRows(current, only);
    const all = [...plannedRows(chosen, schema), ...plannedWhereKnown(leftOut, schema)];
    assertLinked(all.slice(0, chosen.length), knownNewRows(current));
    // What the commit would find taken, it would give anew first.
    const taken = takenKeys(all, connections.reader());
    const asWritten = all.map((row) => ({ ...row, entry: taken.get(row.entry.staged.id) ?? row.entry }));
    const plan = planCommit(asWritten.slice(0, chosen.length), database.tables);
    const others = asWritten.slice(chosen.length);
    const changes = changesOf(plan, connections.reader(), triggerReach(database), others);
    return { plan, changes, indexes: database.indexes };
  };

  /** A commit; rows that it met elsewhere, because their rowids are others by now, are looked for by their keys, once. */
  const commitMoved = (current: Session, only: Only): CommitReport => {
    const place = { connections, schema, session: current, tell };
    try {
      return commit(place, only);
    } catch (thrown) {
      const conflicts = thrown instanceof AppError && (thrown.data.conflicts as Conflict[] | undefined);
      if (!conflicts) throw thrown;
      const all = plannedWhereKnown(current.entries(), schema);
      const moved = movedRows(connections.reader(), all, conflicts, schema.read().indexes);
      if (moved.size === 0) throw thrown;
      const before = [...moved].flatMap(([id, entry]) => (entry === undefined ? [id] : []));
      const after = [...moved.values()].flatMap((entry) => (entry ? [entry.staged.id] : []));
      tell(
        current.gesture(
          "Find moved rows",
          () => moved,
          () => true,
        ),
      );
      return commit(place, only && [...only.filter((id) => !before.includes(id)), ...after]);
    }
  };

  const keepFile = ({ journal }: Session) =>
    journal.keepFile(connections.realPath === null ? null : knownFile(connections.realPath));

  return {
    handlers: {
      "session.read": () =>
        answer(() => {
          learnSchema();
          try {
            return settled().state(notices);
          } catch (thrown) {
            // What is staged can be shown while the file is locked or away; it is settled with the next gesture.
            if (!isLocked(thrown) && !isReplaced(thrown)) throw thrown;
            return session().state([...notices, UNSETTLED]);
          }
        }),
      "session.stage": ({ label, edits, seen }) =>
        change((current) => {
          assertWritable(connections);
          if (current.isEmpty) keepFile(current);
          const tables = forOneGesture(schema, lastSchema);
          const keys = new GestureKeys(tables, connections.reader(), current);
          return current.stage(
            label,
            catchUp(current, tables, edits, seen),
            (edit: RowEdit, staged) => keys.complete(groundEdit(tables, connections.reader(), edit, staged)),
            (changes) => keys.follow(changes),
          );
        }),
      "session.undo": () => change((current) => current.undo()),
      "session.redo": () => change((current) => current.redo()),
      "session.rollback": () => change((current) => current.rollback()),
      "session.names": ({ rows }) =>
        answer(() => {
          const current = session();
          const wanted = rows.flatMap(({ id, label }) => {
            const entry = current.entry(id);
            return entry ? plannedWhereKnown([entry], schema).map((row) => ({ row, label })) : [];
          });
          const names = rowNames(connections.reader(), wanted, schema.read().indexes);
          const byId = new Map(wanted.map(({ row }, i) => [row.entry.staged.id, names[i] ?? null]));
          return { names: rows.map(({ id }) => byId.get(id) ?? null) };
        }),
      "session.preview": ({ only }) =>
        answer(() => {
          const { changes, indexes } = toBeWritten(only);
          const maker = new StatementMaker();
          const portable = portableChanges(indexes);
          return changes.map(
            (planned): PlannedStatement => ({
              id: planned.row.entry.staged.id,
              ...maker.make(planned.change),
              plain: maker.literal({ ...portable(planned), guards: [] }),
            }),
          );
        }),
      "session.script": ({ only }) =>
        answer(() => {
          const { plan, changes, indexes } = toBeWritten(only);
          return { text: writeScript(plan, changes, indexes) };
        }),
      "session.commit": ({ only }) =>
        answer(() => {
          const current = kept();
          assertWritable(connections);
          const report = commitMoved(current, only);
          tell(report.delta);
          tidy();
          if (report.tables.length > 0) options.emit({ name: "database.changed", data: { schemaChanged: false } });
          return report;
        }),
      "session.cascade": ({ only }) =>
        answer(() => {
          // Another process than the one that stages: an open commit is for that one to settle.
          const { chosen } = chooseRows(session(), only);
          const limits = { until: performance.now() + CASCADE_MS, rows: CASCADE_ROWS };
          return walkCascade(connections.reader(), plannedRows(chosen, schema), schema.read().tables, limits).cascade;
        }),
      "session.check": ({ only }) =>
        answer(() => {
          const current = session();
          const rows = plannedWhereKnown(chooseRows(current, only).chosen, schema);
          const limits = { until: performance.now() + CHECK_MS, rows: CHECK_ROWS };
          const database = schema.read();
          return {
            ...checks.check(rows, (id) => current.version(id), database, limits),
            conflicts: foreseenConflicts(connections.reader(), rows, database.indexes),
          };
        }),
      "session.history": ({ before, limit }) =>
        answer(() => {
          const commits = readHistory(settled().journal.connection, before, limit + 1);
          return { commits: commits.slice(0, limit), more: commits.length > limit };
        }),
      "session.undoCommit": ({ commitId }) =>
        stageMany((current) => undoCommit(current, schema, connections.reader(), commitId)),
      "session.exportPatch": ({ only }) =>
        answer(() => ({
          text: writePatch(plannedRows(chooseRows(session(), only).chosen, schema), schema.read().indexes),
        })),
      "session.importPatch": ({ text }) =>
        stageMany((current) => importPatch(current, schema, connections.reader(), text)),
      "session.leftBehind": () =>
        answer(() =>
          leftBehind(options.journalFolder, connections).map(({ journal, database, rows }) => ({
            id: basename(journal),
            path: database,
            rows,
          })),
        ),
      "session.takeOver": ({ id }) =>
        change((current) => {
          assertWritable(connections);
          const found = leftBehind(options.journalFolder, connections).find((other) => basename(other.journal) === id);
          if (!found) throw takenOver();
          if (current.isEmpty) keepFile(current);
          return takeOver(current, found);
        }),
      "session.resolve": ({ choices }) =>
        change((current) => {
          const wanted = new Set(choices.map((choice) => choice.id));
          const settle = () => {
            const all = plannedRows(current.entries(), schema);
            const rows = all.filter((row) => wanted.has(row.entry.staged.id));
            const reader = connections.reader();
            return resolveConflicts(rows, findConflicts(reader, rows), choices, (row, column, changes) =>
              withNewKey(
                reader,
                row,
                column,
                all.map((other) => ({ ...other, entry: changes.get(other.entry.staged.id) ?? other.entry })),
                schema.read().indexes,
              ),
            );
          };
          // A row that became another one must not come back beside it.
          return current.gesture("Resolve conflicts", settle, (rows) => [...rows.keys()].some((id) => !wanted.has(id)));
        }),
    },
    close() {
      clearTimeout(tidying);
      clearTimeout(learning);
      checks.close();
      closeJournal(connections);
    },
  };
}

function takenOver(): AppError {
  return new AppError({
    code: "row.gone",
    message: "These changes are not waiting any more: they were taken over, or their file is back.",
    next: "Look at the pending changes, or open that file.",
  });
}

const TIDY_AFTER_MS = 500;

/** Longest look at what cascades would do, and most rows: beyond, figures are "at least". */
const CASCADE_MS = 5000;
const CASCADE_ROWS = 1_000_000;

/** Most rows that one question looks at for the first time, and how long. */
const CHECK_ROWS = 1000;
const CHECK_MS = 1000;

const REWRITTEN =
  "The file that keeps your unsaved changes had been removed while Joinery was running; it was written again, with all of them.";

const UNSETTLED =
  "Your last commit was cut off; whether it was written will be known when the file can be looked at again.";

function isReplaced(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.data.code === "file.replaced";
}

function assertWritable(connections: Connections): void {
  assertSameFile(connections);
  const reason = connections.readOnlyReason();
  if (reason === null) return;
  throw new AppError({
    code: "file.readOnly",
    message: `The database cannot be changed. ${reason}`,
    next: "Open it for writing, or work on a copy.",
  });
}
