/**
 * Answers questions that come through a port. Whatever a handler throws becomes an Answer with data here; rooms catch only to
 * say which file or object an error is about, and to let go of what they opened.
 */
import { createBirpc } from "birpc";
import * as v from "valibot";
import { type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import { type RowPage, RowPageHeadSchema, RowPageSchema } from "../../src-shared/model/rows.ts";
import { engineContract, type EngineProcedure } from "../../src-shared/rpc/engine-contract.ts";
import type { EngineEvent } from "../../src-shared/rpc/engine-events.ts";
import type { Answer, AnswererFunctions, AskerFunctions } from "../../src-shared/rpc/envelope.ts";
import { packPage } from "../../src-shared/rpc/packed-page.ts";
import type { Handlers } from "../engine/engine-context.ts";

/** The two things a port of any kind (Node, Electron, the web) is used for here. */
export interface PortLike {
  post(message: unknown): void;
  /** Calls back with the data of every message. */
  listen(receive: (message: unknown) => void): void;
}

/** A served port: send it events, or let go of it. */
export interface ServedPort {
  emit(event: EngineEvent): void;
  close(): void;
}

/**
 * Serves the contract on a port. Parameters and results are validated here, at the border; what does not fit is an answer
 * with code `request.invalid` (parameters) or `internal` (a result of ours).
 */
export function serve(port: PortLike, handlers: Handlers): ServedPort {
  const functions: AnswererFunctions = { ask: (name, params) => answer(handlers, name, params) };
  const rpc = createBirpc<AskerFunctions<EngineEvent>, AnswererFunctions>(functions, {
    post: (data) => port.post(data),
    on: (receive) => port.listen(receive),
    eventNames: ["event"],
    timeout: -1,
  });
  return {
    emit: (event) => void rpc.event.asEvent(event),
    close: () => rpc.$close(),
  };
}

async function answer(handlers: Handlers, name: string, params: unknown): Promise<Answer> {
  try {
    if (!Object.hasOwn(engineContract, name)) return failed(invalid(`There is no question called ${name}.`));
    const procedure = engineContract[name as EngineProcedure];
    const parsed = v.safeParse(procedure.params, params);
    if (!parsed.success) return failed(invalid(describeIssue(name, parsed.issues[0])));
    const handler = handlers[name as EngineProcedure] as (params: unknown) => unknown;
    const result = await handler(parsed.output);
    const isPage = procedure.result === RowPageSchema;
    const checked = v.safeParse(isPage ? RowPageHeadSchema : procedure.result, result);
    if (!checked.success) throw new TypeError(`Result of ${describeIssue(name, checked.issues[0])}`);
    // Taking a page apart looks at each of its cells, so that is where they are checked.
    return isPage ? { ok: true, page: packPage(result as RowPage) } : { ok: true, value: result };
  } catch (thrown) {
    return failed(toAppErrorData(thrown));
  }
}

function failed(error: AppErrorData): Answer {
  return { ok: false, error };
}

function invalid(detail: string): AppErrorData {
  return {
    code: "request.invalid",
    message: "Joinery asked its engine something it does not understand.",
    next: "Please report this with the details.",
    detail,
  };
}

function describeIssue(name: string, issue: v.BaseIssue<unknown>): string {
  return `${name}: ${v.getDotPath(issue) ?? "value"}: ${issue.message}`;
}
