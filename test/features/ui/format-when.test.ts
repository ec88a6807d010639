import { expect, test } from "vitest";
import { formatWhen } from "../../../renderer/ui/format.ts";

const now = new Date(2026, 11, 1, 14, 30).getTime();

test.each([
  [new Date(2026, 11, 1, 14, 29, 40), "just now"],
  [new Date(2026, 11, 1, 14, 25), "5 min ago"],
  [new Date(2026, 11, 1, 9, 5), "09:05"],
  // A clock that was put back.
  [new Date(2026, 11, 1, 15, 0), "15:00"],
  [new Date(2026, 10, 30, 23, 59), "yesterday, 23:59"],
  [new Date(2026, 9, 3), "3 Oct"],
  [new Date(2024, 9, 3), "3 Oct 2024"],
])("%s reads as %s", (then, words) => {
  expect(formatWhen(then.getTime(), now)).toBe(words);
});
