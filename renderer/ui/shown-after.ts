import { useEffect, useState } from "react";

/** False at first, true after `milliseconds`: a skeleton that would only flash is not shown. */
export function useShownAfter(milliseconds = 150): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return shown;
}
