/** Figures as people read them. The page speaks English, whatever the system's language. */

/** 3503 → "3,503". */
export function formatCount(n: number): string {
  return n.toLocaleString("en-US");
}

/** "-1234.5" → "-1,234.5": the digits before the point in groups; a text that is no such number stays. */
export function groupDigits(text: string): string {
  return text.replace(/^(-?)(\d+)(?=\.|$)/, (_, sign: string, digits: string) => {
    return sign + digits.replace(/\B(?=(?:\d{3})+$)/g, ",");
  });
}

/** A number of bytes with its unit: 984 B, 11.2 KB, 1.5 GB (1 KB = 1024 B). */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Milliseconds as 0.4 ms, 12 ms, 3.2 s, 2 min 05 s. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** When something was, in words that fit beside it: "5 min ago", "14:03", "yesterday, 14:03", "3 Oct", "3 Oct 2024". */
export function formatWhen(at: number, now: number): string {
  const then = new Date(at);
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes >= 0 && minutes < 1) return "just now";
  if (minutes >= 0 && minutes < 60) return `${minutes} min ago`;
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return time;
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (then.toDateString() === yesterday.toDateString()) return `yesterday, ${time}`;
  const year = then.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const };
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year });
}

/** "1 row", "2 rows". */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}
