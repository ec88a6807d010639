/** Random questions for the shell, the same for the same seed. None of them is one that the contract allows. */
import * as v from "valibot";
import { shellContract } from "../../src-shared/rpc/shell-contract.ts";

export interface RandomMessage {
  readonly name: unknown;
  readonly params: unknown;
}

/** Numbers from 0 up to 1 (mulberry32, by Tommy Ettinger, public domain). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const isAllowed = (name: unknown, params: unknown): boolean =>
  typeof name === "string" &&
  Object.hasOwn(shellContract, name) &&
  v.safeParse(shellContract[name as keyof typeof shellContract].params, params).success;

/** Makes messages: right names with wrong parameters, wrong names, values of every type, long and nested ones. */
export function randomMessages(count: number, seed: number): RandomMessage[] {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const questions = Object.keys(shellContract);
  const strange = [
    "",
    "__proto__",
    "constructor",
    "toString",
    "database.pick ",
    "hasOwnProperty",
    "\0",
    "💥".repeat(50),
  ];
  const keys = ["handle", "lane", "address", "readOnly", "items", "text", "id", "data", "commands", "theme"];

  const value = (depth: number): unknown => {
    const kind = below(depth > 3 ? 9 : 11);
    if (kind === 0) return undefined;
    if (kind === 1) return null;
    if (kind === 2) return random() < 0.5;
    if (kind === 3) return pick([Number.NaN, Infinity, -1, 0, 2 ** 53, random() * 1e9]);
    if (kind === 4) return "x".repeat(below(3) === 0 ? 10_000 : below(20));
    if (kind === 5)
      return pick(["../../etc/passwd", "file:///etc/passwd", ":memory:", "<img src=x onerror=alert(1)>", "\0"]);
    if (kind === 6) return 2n ** BigInt(below(200));
    if (kind === 7) return new Date(below(2 ** 31));
    if (kind === 8) return pick(strange);
    if (kind === 9) return Array.from({ length: below(6) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: below(5) }, () => [pick(keys), value(depth + 1)]));
  };

  const messages: RandomMessage[] = [];
  while (messages.length < count) {
    const name = random() < 0.75 ? pick(questions) : random() < 0.5 ? pick(strange) : value(0);
    const params = value(0);
    if (!isAllowed(name, params)) messages.push({ name, params });
  }
  return messages;
}
