/** Runs, stops and transactions of the console, over the real engine. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ConsoleLane, openConsoleLane } from "../../../renderer/features/sql-console/console-lane.ts";
import { errorMarks } from "../../../renderer/features/sql-console/error-marks.ts";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { joinEngine, type JoinedEngine } from "../../harness/port-pair.ts";

let joined: JoinedEngine;
let lane: ConsoleLane;
const stopLane = vi.fn<() => Promise<void>>(async () => {});
const confirmLoss = vi.fn<() => Promise<boolean>>(async () => true);
const confirmOutside = vi.fn<(sentence: string) => Promise<boolean>>(async () => true);

beforeEach(() => {
  joined = joinEngine({ kind: "memory" });
  stopLane.mockReset().mockImplementation(async () => {});
  confirmLoss.mockReset().mockImplementation(async () => true);
  lane = openConsoleLane({ client: joined.client, stopLane, confirmLoss, confirmOutside, patience: 200 });
});
afterEach(() => {
  lane.close();
  joined.close();
});

const runOf = (id: string) => {
  const run = lane.store.getState().runs.get(id);
  if (!run) throw new Error(`no run of ${id}`);
  return run;
};

describe("a run", () => {
  test("tells each statement's rows, changes and time", async () => {
    await lane.run("a", "create table t(x); insert into t values (1), (2); select * from t", 0);
    const run = runOf("a");
    expect(run.state).toBe("done");
    expect(run.statements.map(({ state, rows, changes }) => ({ state, rows, changes }))).toEqual([
      { state: "done", rows: 0, changes: null },
      { state: "done", rows: 0, changes: 2 },
      { state: "done", rows: 2, changes: null },
    ]);
    const { rows } = await joined.client.ask("console.readRows", {
      runId: run.runId,
      statement: 2,
      offset: 0,
      limit: 10,
    });
    expect(rows).toEqual([[1n], [2n]]);
  });

  test("underlines an error at its place in the editor, also when a part was run", async () => {
    const text = "select 1;\n\nselec 2;\nselect 3";
    const offset = text.indexOf("selec 2");
    await lane.run("a", text.slice(offset), offset);
    const [mark] = errorMarks(runOf("a"));
    expect(mark && text.slice(mark.from, mark.to)).toBe("selec");
    expect(mark?.message).toContain("Syntax error near “selec”");
    expect(runOf("a").statements.map((s) => s.state)).toEqual(["failed", "skipped"]);
  });

  test("of another console waits and both end", async () => {
    await Promise.all([lane.run("a", "select 1", 0), lane.run("b", "select 2", 0)]);
    expect(runOf("a").state).toBe("done");
    expect(runOf("b").state).toBe("done");
  });

  test("releases the rows of the run before it", async () => {
    await lane.run("a", "select 1", 0);
    const first = runOf("a").runId;
    await lane.run("a", "select 2", 0);
    await expect(
      joined.client.ask("console.readRows", { runId: first, statement: 0, offset: 0, limit: 1 }),
    ).rejects.toThrow("not kept any more");
  });
});

describe("the transaction", () => {
  test("left open is told, and ended by commit", async () => {
    await lane.run("a", "create table t(x); begin; insert into t values (1)", 0);
    expect(lane.store.getState().transactionOpen).toBe(true);
    await lane.endTransaction("commit");
    expect(lane.store.getState().transactionOpen).toBe(false);
    await lane.run("a", "select count(*) from t", 0);
    expect(runOf("a").statements[0]?.state).toBe("done");
  });

  test("is taken back by roll back", async () => {
    await lane.run("a", "create table t(x); begin; insert into t values (1)", 0);
    await lane.endTransaction("rollback");
    await lane.run("a", "select count(*) from t", 0);
    const { runId } = runOf("a");
    const { rows } = await joined.client.ask("console.readRows", { runId, statement: 0, offset: 0, limit: 1 });
    expect(rows).toEqual([[0n]]);
  });

  test("that is not there gives an error, not a lie", async () => {
    await lane.endTransaction("commit");
    expect(lane.store.getState().transactionError?.message).toContain("No transaction");
  });

  test("is gone with the process", async () => {
    await lane.run("a", "begin", 0);
    lane.gone();
    expect(lane.store.getState().transactionOpen).toBe(false);
    expect(runOf("a").lost).toBe(true);
  });
});

describe("stop", () => {
  const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";

  test("ends a query that gives rows without ending its process", async () => {
    const running = lane.run("a", endless, 0);
    await vi.waitFor(() => expect(runOf("a").statements[0]?.rows).toBeGreaterThan(0));
    await lane.stop("a");
    await running;
    expect(runOf("a").state).toBe("stopped");
    expect(stopLane).not.toHaveBeenCalled();
  });

  test("ends the process when the query does not stop by itself", async () => {
    const client = joined.client;
    // The process hangs inside one row: nothing is answered until it is ended.
    let end: (error: Error) => void = () => {};
    const ask = client.ask.bind(client);
    vi.spyOn(client, "ask").mockImplementation(((name: string, params: never) =>
      name === "console.run"
        ? new Promise((_, reject) => {
            end = reject;
          })
        : ask(name as "database.info", params)) as typeof client.ask);
    const gone = new AppError({ code: "engine.stopped", message: "Ended.", next: "Go on." });
    stopLane.mockImplementation(async () => end(gone));
    const running = lane.run("a", endless, 0);
    await lane.stop("a");
    await running;
    expect(stopLane).toHaveBeenCalledOnce();
    expect(confirmLoss).not.toHaveBeenCalled();
    expect(runOf("a")).toMatchObject({ state: "stopped", error: { code: "engine.stopped" } });
  });

  test("asks before a transaction is lost, and goes on running when it may not be", async () => {
    const client = joined.client;
    await lane.run("a", "begin", 0);
    vi.spyOn(client, "ask").mockImplementation((() => new Promise(() => {})) as typeof client.ask);
    confirmLoss.mockImplementation(async () => false);
    void lane.run("a", endless, 0);
    await lane.stop("a");
    expect(confirmLoss).toHaveBeenCalledOnce();
    expect(stopLane).not.toHaveBeenCalled();
    expect(runOf("a").state).toBe("running");
  });
});
