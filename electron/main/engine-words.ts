/** What the user is told when an engine's process is gone. */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { Lane } from "../../src-shared/rpc/procedure.ts";
import type { EndReason } from "./engine-process.ts";

const doing: Record<Lane, string> = {
  read: "reading the database",
  session: "keeping your pending changes",
  console: "running your SQL",
  work: "counting in the background",
  models: "planning or changing the schema",
  query: "running the builder's query",
  check: "looking for rules that pending changes would break",
};

/** A sentence and a next step, by what the process was for and why it ended. */
export function engineGone(lane: Lane, why: EndReason): AppErrorData {
  if (why === "stopped" && lane === "console") {
    return {
      code: "engine.stopped",
      message: "The running SQL was stopped.",
      next: "What it had not committed is rolled back; change it or run it again.",
    };
  }
  if (why === "stopped" || why === "closed") {
    return {
      code: "engine.stopped",
      message: `The part of Joinery that was ${doing[lane]} was stopped.`,
      next: "Pending changes are safe; go on where you were.",
    };
  }
  if (why === "memory") {
    return {
      code: "engine.outOfMemory",
      message: `The part of Joinery that was ${doing[lane]} used more than 2 GB of memory and was stopped.`,
      next: "Ask for fewer rows or smaller values, then try again; pending changes are safe.",
    };
  }
  if (why === "crowded") {
    return {
      code: "engine.outOfMemory",
      message: `The part of Joinery that was ${doing[lane]} was stopped: its parts used more than half of the machine's memory.`,
      next: "Ask for fewer rows or smaller values, or close what is not needed; pending changes are safe.",
    };
  }
  return {
    code: "engine.crashed",
    message: `The part of Joinery that was ${doing[lane]} ended unexpectedly and was started again.`,
    next: "Pending changes are safe; try again, and report it if it happens twice.",
  };
}

/** Told when an engine ended so often that starting it again by itself would be of no use. */
export function keepsEnding(lane: Lane): AppErrorData {
  return {
    code: "engine.crashed",
    message: `The part of Joinery that was ${doing[lane]} keeps ending and is not started again by itself.`,
    next: "Pending changes are safe; refresh to try once more, or open a copy of the file.",
  };
}
