/** `rows.…`: pages of rows, single rows, values and counts. */
import { join } from "node:path";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { activeFilter, hasRegex } from "../../../src-shared/model/row-filter.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { withAppErrors } from "../engine-error.ts";
import type { SchemaRoom } from "../schema/schema-room.ts";
import { aggregate } from "./aggregate.ts";
import { closeQuietly } from "./close-quietly.ts";
import { evaluate } from "./evaluate.ts";
import { findCell } from "./find.ts";
import { Builds } from "./kept/builds.ts";
import { KeptOrders } from "./kept/kept-orders.ts";
import { OrderFolder } from "./kept/order-place.ts";
import { locateRow } from "./locate.ts";
import { Orders } from "./orders.ts";
import { readChildren } from "./read-children.ts";
import { readCell } from "./read-cell.ts";
import { countRows, readPage } from "./read-page.ts";
import { compileRawSql } from "./raw-condition.ts";
import { replaceTexts } from "./replace-texts.ts";
import { addRegexp, withRegexpBudget } from "./regexp.ts";
import { countSome, findParents, keysOf, labelsOf } from "./related-rows.ts";
import { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";
import { sampleRows } from "./sample.ts";
import { columnStatistics } from "./statistics.ts";
import { readViewPage } from "./view-page.ts";

/** How long one page may search with a regular expression, and how long a question for long work may. */
const REGEXP_MS = 2000;
const REGEXP_WORK_MS = 20_000;

/** Opens the room; it reads through the connections' reader and builds orders in the background until it is closed. */
export function openRowsRoom(connections: Connections, schema: SchemaRoom, options: EngineOptions): Room<"rows"> {
  const reader = withAppErrors({ path: connections.realPath }, () => new RowReader(connections));
  addRegexp(reader.connection);
  const folder = new OrderFolder(join(options.sharedFolder ?? options.scratchFolder, "orders"));
  const kept = new KeptOrders(connections, folder);
  const builds = new Builds(connections, folder, options.emit);
  const orders = new Orders(reader, connections, options.emit);

  /**
   * One question is one snapshot: what belongs together is read together, and SQLite takes its lock once instead of at
   * each statement. What goes wrong is told of the table.
   */
  const reading = <T>(table: ObjectName, read: (shape: RowShape) => T): T =>
    withAppErrors({ path: connections.realPath, object: table.name }, () =>
      reader.connection.snapshot(() => read(reader.shape(schema.table(table)))),
    );

  /** The same of a source: what the user wrote in SQL is checked on its own, and a regular expression has a limit of time. */
  const readingSource = <T>(source: RowSource, read: (shape: RowShape) => T): T =>
    reading(source.table, (shape) => {
      compileRawSql(reader.connection, shape, source.filter);
      return hasRegex(source.filter) ? withRegexpBudget(REGEXP_MS, () => read(shape)) : read(shape);
    });

  /** Long work, which is not told to hurry: the page ends its process when nobody waits for it any more. */
  const working = <T>(source: RowSource, read: (shape: RowShape) => T, regex = false): T =>
    reading(source.table, (shape) => {
      compileRawSql(reader.connection, shape, source.filter);
      const limited = regex || hasRegex(source.filter);
      return limited ? withRegexpBudget(REGEXP_WORK_MS, () => read(shape)) : read(shape);
    });

  /** Gives a connection that may be left in the middle of a statement. */
  const stepping = <T>(work: (connection: Connection) => T): T => {
    if (connections.realPath === null) return work(reader.connection);
    const connection = connections.another();
    addRegexp(connection);
    try {
      return work(connection);
    } finally {
      closeQuietly(connection);
    }
  };

  return {
    handlers: {
      "rows.readPage": ({ source, offset, limit, view }) => {
        connections.watch.start();
        if (view === undefined) {
          return readingSource(source, (shape) => readPage(reader, orders, shape, source, { offset, limit }));
        }
        kept.want(view, source);
        return readingSource(source, (shape) => readViewPage(reader, orders, kept, shape, source, { offset, limit }));
      },
      "rows.buildOrder": ({ source, view }) => {
        const shape = reading(source.table, (found) => {
          compileRawSql(reader.connection, found, source.filter);
          return found;
        });
        return builds.build(shape, { ...source, filter: activeFilter(source.filter) }, view);
      },
      "rows.leaveOrder": ({ view }) => {
        kept.want(view, null);
        return undefined;
      },
      "rows.readKeys": ({ table, keys }) =>
        reading(table, (shape) => {
          const page = reader.byKeys(shape, keys);
          const total = { rows: page.rows.length, quality: "exact" } as const;
          return { offset: 0, placement: "exact", columns: shape.names, keys: page.keys, rows: page.rows, total };
        }),
      "rows.readCell": ({ table, ...range }) => reading(table, (shape) => readCell(reader, shape, range)),
      "rows.labels": ({ parent, keys }) =>
        reading(parent.table, (shape) => ({ labels: labelsOf(reader, shape, parent, keys) })),
      "rows.keysOf": ({ table, columns, values }) =>
        reading(table, (shape) => ({ keys: keysOf(reader, shape, columns, values) })),
      "rows.parents": ({ parent, text, limit }) =>
        reading(parent.table, (shape) => findParents(reader, shape, { ...parent, text, limit })),
      "rows.readChildren": (question) => reading(question.child, (shape) => readChildren(reader, shape, question)),
      "rows.evaluate": (question) =>
        reading(question.table, (shape) => withRegexpBudget(REGEXP_MS, () => evaluate(reader, shape, question))),
      "rows.countSome": ({ source, most }) => readingSource(source, (shape) => countSome(reader, shape, source, most)),
      "rows.count": ({ source }) =>
        working(source, (shape) => ({ rows: countRows(reader, shape, source), quality: "exact" })),
      "rows.statistics": ({ source, column }) =>
        working(source, (shape) => columnStatistics(reader, shape, source, column)),
      "rows.sample": ({ source, columns, most }) =>
        working(source, (shape) => sampleRows(reader, shape, source, columns, most)),
      "rows.aggregate": ({ source, ranges }) =>
        working(source, (shape) => aggregate(reader, kept, shape, source, ranges)),
      "rows.locate": ({ source, key }) =>
        working(source, (shape) => ({ row: locateRow(reader, kept, shape, source, key) })),
      "rows.replaceTexts": (question) => ({
        texts: withRegexpBudget(REGEXP_WORK_MS, () => replaceTexts(question)),
      }),
      "rows.find": (question) =>
        stepping((connection) =>
          working(question.source, (shape) => findCell(reader, connection, kept, shape, question), question.regex),
        ),
    },
    close() {
      builds.close();
      kept.close();
      orders.close();
    },
  };
}
