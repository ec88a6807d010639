/** A sentence about what was just done, for as long as it takes to read it. */
import { useEffect, useState } from "react";

const readingTime = 6000;

export function useSaid(): [said: string | null, say: (sentence: string) => void] {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), readingTime);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, setSaid];
}
