/** Prints the results of a run while it is running: a page at a time, in the order of the statements. */
import { type Cell, isPreview } from "../../src-shared/model/cell.ts";
import type { RunReport, StatementReport } from "../../src-shared/model/console.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";
import type { Engine } from "../engine/engine.ts";
import type { ResultFormat } from "../../src-shared/formats/format.ts";
import type { Output } from "./output.ts";
import { wholeRow } from "./whole-cells.ts";

/** Rows read at once; widths and alignment are chosen by the first page. */
const PAGE = 256;

export class ResultPrinter {
  readonly #format: ResultFormat;
  readonly #output: Output;
  readonly #reports = new Map<number, StatementReport>();
  #wake: () => void = () => undefined;
  #ended = false;
  #printed = 0;

  constructor(format: ResultFormat, output: Output) {
    this.#format = format;
    this.#output = output;
  }

  /** To be given every event of the engine. */
  hear(event: EngineEvent): void {
    if (event.name === "console.progress") this.#reports.set(event.data.statement.index, event.data.statement);
    this.#wake();
  }

  /**
   * Prints until `run` ends and everything is printed; gives its report. Throws what `run` throws, or OutputClosed when
   * nobody reads any more (the run then goes on: stop it).
   */
  async print(engine: Engine, runId: string, run: Promise<RunReport>): Promise<RunReport> {
    const ended = run.then(
      (report) => {
        for (const statement of report.statements) this.#reports.set(statement.index, statement);
        this.#ended = true;
        this.#wake();
      },
      () => {
        this.#ended = true;
        this.#wake();
      },
    );
    for (let statement = 0; (await this.#known(statement)) !== null; statement++) {
      await this.#printOne(engine, runId, statement);
    }
    await ended;
    await this.#output.flush();
    return run;
  }

  /** The statement's report as soon as it has columns or has ended; null when the run ended without it. */
  async #known(statement: number): Promise<StatementReport | null> {
    for (;;) {
      const report = this.#reports.get(statement);
      if (report && (report.state !== "running" || report.columns.length > 0)) return report;
      if (this.#ended) return null;
      await this.#news();
    }
  }

  async #printOne(engine: Engine, runId: string, statement: number): Promise<void> {
    const names = this.#reports.get(statement)?.columns.map(({ name }) => name) ?? [];
    if (names.length === 0) return;
    for (let offset = 0; ; ) {
      // Asked before reading: then nothing comes after these rows.
      const over = this.#ended || this.#reports.get(statement)?.state !== "running";
      const { rows } = await engine.handlers["console.readRows"]({ runId, statement, offset, limit: PAGE });
      if (rows.length < PAGE && !over) {
        await this.#news();
        continue;
      }
      if (offset === 0) await this.#begin(names, rows);
      for (const cells of rows) {
        const values = await wholeRow(engine, { runId, statement, row: offset++ }, cells);
        await this.#output.write(this.#format.row(values));
      }
      if (rows.length < PAGE) break;
    }
    await this.#output.write(this.#format.end());
  }

  /** Heads of large values are enough to choose widths by. */
  async #begin(names: readonly string[], rows: readonly Cell[][]): Promise<void> {
    const sample = rows.map((row) => row.map((cell) => (isPreview(cell) ? cell.head : cell)));
    await this.#output.write(this.#format.begin(names, sample, this.#printed++ === 0));
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
