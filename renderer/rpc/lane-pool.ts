/**
 * The questions of one lane and the processes that answer them. In a pooled lane (src-shared/rpc/procedure.ts) a process is
 * asked one question at a time, so what holds it up is known, and giving that up is ending it: SQLite cannot be interrupted.
 * A question that finds no process free for a moment gets another one; where there may be no more, the oldest slow read that
 * nobody looks at is parked: it ends, and its asker is told.
 */
import { AppError, type AppErrorData } from "../../src-shared/errors/app-error.ts";
import { type Lane, pooledLanes } from "../../src-shared/rpc/procedure.ts";

/** A process that can be asked. */
export interface Wire {
  readonly engine: number;
  readonly ask: (name: string, params: unknown) => Promise<unknown>;
  /** Lets go of its port; what is unanswered is rejected. */
  readonly close: () => void;
}

/** What the lane has main do. */
export interface LaneHost {
  /** Has a process started; its port follows, or `refuse`. */
  need(): void;
  /** Ends a process at once; resolves when it is gone. */
  end(engine: number): Promise<void>;
  /** Lets an idle process go. */
  release(engine: number): void;
}

export interface Asking {
  /** Aborted: the answer is not wanted any more. In a pooled lane a process that still works at it is ended. */
  readonly signal?: AbortSignal | undefined;
  /** Is it of something that one looks at? Not given: of something beside. */
  readonly inFront?: (() => boolean) | undefined;
}

interface Question extends Omit<Asking, "signal"> {
  readonly name: string;
  readonly params: unknown;
  /** It only reads: it can be asked again, and parked. */
  readonly reads: boolean;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Since when it waits, or is being answered (`performance.now()`). */
  since: number;
  attempt: number;
  /** When it was given up. */
  aborted: number | null;
}

interface Worker {
  readonly wire: Wire;
  readonly asked: Set<Question>;
  /** Since when it has nothing to do. */
  idleSince: number;
}

/** Milliseconds, and (`most`) how many processes; tests have less of all. */
export interface Patience {
  /** Not given: as many as the lane may have. */
  readonly most?: number;
  /** A process that has not answered for so long is slow: others are not kept waiting for it. */
  readonly slow: number;
  /** With all processes slow for so long, another one is made ready before anybody waits for it. */
  readonly ready: number;
  /** What is given up may still come so long; then its process is ended. */
  readonly grace: number;
  /** A process that others made superfluous goes after so long without a question. */
  readonly idle: number;
}

export const usualPatience: Patience = { slow: 100, ready: 300, grace: 300, idle: 15_000 };

/** Said of a read that was ended for others. */
export const parked: AppErrorData = {
  code: "engine.stopped",
  message: "Reading this took long and was stopped, so that other tables could be read.",
  next: "Read it again when you need it.",
};

/** The answer to a question that was given up: by Stop, or because its view is gone. */
export const givenUp: AppErrorData = {
  code: "engine.stopped",
  message: "The question was given up.",
  next: "Ask again if you still need the answer.",
};

export class LanePool {
  readonly #host: LaneHost;
  readonly #patience: Patience;
  readonly #pooled: boolean;
  readonly #most: number;
  /** Where nothing takes long by its nature: a process is ready before it is needed, and whatever is slow can be parked. */
  readonly #isRead: boolean;
  /** Asked in this order, so that what is known in the first serves most. */
  #workers: Worker[] = [];
  #waiting: Question[] = [];
  /** Processes that were asked for and are not there yet. */
  #coming = 0;
  /** Processes that are being ended, whose end makes room. */
  #ending = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed: AppErrorData | null = null;

  constructor(lane: Lane, host: LaneHost, patience: Patience = usualPatience) {
    this.#host = host;
    this.#patience = patience;
    this.#pooled = pooledLanes[lane] !== undefined;
    this.#most = (this.#pooled ? patience.most : undefined) ?? pooledLanes[lane] ?? 1;
    this.#isRead = lane === "read";
  }

  /** Gives the answer as it came. Throws an AppError when there is none. */
  ask(name: string, params: unknown, reads: boolean, how: Asking): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new AppError(this.#closed));
      const { signal, inFront } = how;
      if (signal?.aborted) return reject(new AppError(givenUp));
      const giveUp = () => this.#giveUp(question);
      const question: Question = {
        name,
        params,
        reads,
        inFront,
        since: performance.now(),
        attempt: 0,
        aborted: null,
        resolve: (answer) => {
          signal?.removeEventListener("abort", giveUp);
          resolve(answer);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", giveUp);
          reject(error);
        },
      };
      signal?.addEventListener("abort", giveUp);
      this.#waiting.push(question);
      this.#pump();
    });
  }

  /** A process is there. In a lane that is not pooled it takes the place of the one before. */
  add(wire: Wire, replaced: AppErrorData): void {
    if (this.#closed) return wire.close();
    this.remove(this.#pooled ? wire.engine : null, replaced);
    this.#coming = Math.max(0, this.#coming - 1);
    this.#workers.push({ wire, asked: new Set(), idleSince: performance.now() });
    this.#pump();
  }

  /**
   * A process (null: all) is gone by itself. What it had not answered is asked once more of another one, where it only reads
   * and `again`; else it fails.
   */
  remove(engine: number | null, error: AppErrorData, again = true): void {
    const gone = this.#workers.filter(({ wire }) => engine === null || wire.engine === engine);
    if (gone.length === 0) return;
    this.#workers = this.#workers.filter((worker) => !gone.includes(worker));
    for (const { wire, asked } of gone) {
      const back: Question[] = [];
      for (const question of asked) {
        if (again && question.reads && question.attempt === 0 && question.aborted === null) {
          question.attempt++;
          question.since = performance.now();
          back.push(question);
        } else question.reject(new AppError(error));
      }
      asked.clear();
      this.#waiting.unshift(...back);
      wire.close();
    }
    this.#pump();
  }

  /** No process can be had: what waits fails. The next question tries again. */
  refuse(error: AppErrorData): void {
    this.#coming = Math.max(0, this.#coming - 1);
    for (const question of this.#waiting.splice(0)) question.reject(new AppError(error));
  }

  /** Ends reads that have been going on for so many milliseconds, for good; gives how many. */
  async endReads(since: number, error: AppErrorData): Promise<number> {
    const now = performance.now();
    const slow = this.#workers.filter(({ asked }) => [...asked].some((q) => q.reads && now - q.since >= since));
    await Promise.all(slow.map((worker) => this.#end(worker, error)));
    return slow.length;
  }

  /** For good: everything fails. */
  close(error: AppErrorData): void {
    this.#closed = error;
    clearTimeout(this.#timer);
    this.remove(null, error, false);
    for (const question of this.#waiting.splice(0)) question.reject(new AppError(error));
  }

  #pump(): void {
    if (this.#closed) return;
    while (this.#waiting.length > 0) {
      const free = this.#workers.find(({ asked }) => !this.#pooled || asked.size === 0);
      if (!free) break;
      const question = this.#waiting.shift();
      if (question) this.#send(free, question);
    }
    if (this.#waiting.length > 0 && this.#workers.length === 0) this.#need();
    if (this.#pooled) this.#watch();
  }

  #send(worker: Worker, question: Question): void {
    const { wire, asked } = worker;
    asked.add(question);
    question.since = performance.now();
    const settle = (by: () => void) => {
      // Not any more: its process is gone, and what became of the question was decided then.
      if (!asked.delete(question)) return;
      worker.idleSince = performance.now();
      by();
      this.#pump();
    };
    wire.ask(question.name, question.params).then(
      (answer) => settle(() => question.resolve(answer)),
      (thrown: unknown) => settle(() => question.reject(thrown as Error)),
    );
  }

  #need(): void {
    if (this.#coming > 0 || this.#workers.length + this.#ending >= this.#most) return;
    this.#coming++;
    this.#host.need();
  }

  #giveUp(question: Question): void {
    if (this.#waiting.includes(question)) {
      this.#waiting = this.#waiting.filter((other) => other !== question);
      question.reject(new AppError(givenUp));
      return;
    }
    question.aborted = performance.now();
    if (this.#pooled) this.#watch();
    else if (this.#workers.some(({ asked }) => asked.delete(question))) question.reject(new AppError(givenUp));
  }

  /** Ends a process; its question fails with the error once it is gone. Others go on without it at once. */
  async #end(worker: Worker, error: AppErrorData): Promise<void> {
    this.#workers = this.#workers.filter((other) => other !== worker);
    const questions = [...worker.asked];
    worker.asked.clear();
    worker.wire.close();
    this.#ending++;
    try {
      await this.#host.end(worker.wire.engine);
    } catch {
      // The window or its database is gone already, and with it the process.
    }
    this.#ending--;
    for (const question of questions) question.reject(new AppError(error));
    this.#pump();
  }

  /** Looks again when something may have become slow, superfluous or overdue. */
  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = this.#look(performance.now());
    if (next !== null && !this.#closed) this.#timer = setTimeout(() => this.#watch(), Math.max(5, next));
  }

  /** Does what is due; gives the milliseconds until something else may be, or null. */
  #look(now: number): number | null {
    const { slow, ready, grace, idle } = this.#patience;
    const dues: number[] = [];
    const isDue = (at: number): boolean => {
      if (at > now) dues.push(at - now);
      return at <= now;
    };
    for (const worker of this.#workers) {
      for (const { aborted } of worker.asked) {
        if (aborted !== null && isDue(aborted + grace)) void this.#end(worker, givenUp);
      }
    }
    const busy = this.#workers.flatMap(({ asked }) => [...asked].slice(0, 1));
    const free = this.#workers.filter(({ asked }) => asked.size === 0);
    const [head] = this.#waiting;
    const last = Math.max(...busy.map((question) => question.since));
    if (head && free.length === 0) {
      // It waited long itself, or finds nothing but slow ones.
      if (isDue(Math.min(head.since, busy.length > 0 ? last : head.since) + slow)) {
        this.#makeRoom();
        // What cannot be spared now may be when its tab is hidden.
        dues.push(5 * slow);
      }
    } else if (this.#isRead && busy.length > 0 && free.length === 0 && isDue(last + ready)) this.#need();
    // The last one that is free is the one that has been asked least.
    const spare = free.length > 1 ? free.at(-1) : undefined;
    if (spare && isDue(spare.idleSince + idle)) {
      this.#workers = this.#workers.filter((other) => other !== spare);
      spare.wire.close();
      this.#host.release(spare.wire.engine);
      dues.push(idle);
    }
    return dues.length > 0 ? Math.min(...dues) : null;
  }

  /** For a question that has waited: another process, or that of the oldest slow read that can be spared. */
  #makeRoom(): void {
    if (this.#coming > 0 || this.#ending > 0) return;
    if (this.#workers.length < this.#most) {
      this.#need();
      return;
    }
    const spared = this.#workers
      .flatMap((worker) => [...worker.asked].map((question) => ({ worker, question })))
      .filter(({ question }) => question.reads && (this.#isRead || question.inFront?.() === false))
      .toSorted((a, b) => rank(a.question) - rank(b.question) || a.question.since - b.question.since)[0];
    if (spared) void this.#end(spared.worker, parked);
  }
}

/** What is parked first: what is hidden, then what is beside, then what one looks at. */
function rank({ inFront }: Question): number {
  return inFront === undefined ? 1 : inFront() ? 2 : 0;
}
