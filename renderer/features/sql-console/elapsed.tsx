import { type ReactNode, useEffect, useState } from "react";
import { formatMilliseconds } from "../../ui/format.ts";

/** The time since `since` (of `performance.now()`), ticking; nothing in the first 300 ms, so that short runs do not flicker. */
export function Elapsed({ since }: { since: number }): ReactNode {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return now - since < 300 ? null : formatMilliseconds(now - since);
}
