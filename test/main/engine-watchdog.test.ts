/** Which engines are ended for the memory they use. */
import { expect, test, vi } from "vitest";
import type { Lane } from "../../src-shared/rpc/procedure.ts";

// Electron is not there: what is asked of it is not part of this.
vi.mock("electron", () => ({ app: {}, utilityProcess: {}, MessageChannelMain: {} }));
const { tooLarge } = await import("../../electron/main/engine-watchdog.ts");

const engine = (lane: Lane | null, kilobytes: number) => ({ lane, kilobytes });

test("each above its own limit, whatever it serves", () => {
  const [session, reader, spare] = [engine("session", 101), engine("read", 100), engine(null, 50)];
  expect(tooLarge([session, reader, spare], 100, 1000)).toEqual({ memory: [session], crowded: [] });
});

test("when all are too much together, those that only read, the largest first, until it is enough", () => {
  const [session, small, large, work] = [
    engine("session", 90),
    engine("read", 40),
    engine("read", 80),
    engine("work", 60),
  ];
  const all = [session, small, large, work];
  expect(tooLarge(all, 100, 270)).toEqual({ memory: [], crowded: [] });
  expect(tooLarge(all, 100, 269)).toEqual({ memory: [], crowded: [large] });
  expect(tooLarge(all, 100, 130)).toEqual({ memory: [], crowded: [large, work] });
  // What keeps or writes something is not ended for others.
  expect(tooLarge(all, 100, 10)).toEqual({ memory: [], crowded: [large, work, small] });
});

test("what is ended for itself counts no more for all", () => {
  const [huge, reader] = [engine("console", 500), engine("read", 90)];
  expect(tooLarge([huge, reader], 100, 100)).toEqual({ memory: [huge], crowded: [] });
});
