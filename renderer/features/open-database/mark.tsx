import type { ReactNode } from "react";

/** Joinery's mark: two boards held by a dovetail. `size` in CSS pixels. */
export function Mark({ size = 40 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path d="M7 4h12v9l-5-2.5v19L19 27v9H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z" fill="var(--accent)" />
      <path d="M21 4h12a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3H21v-6.2l-5 2.5V7.7l5 2.5Z" fill="var(--text-3)" opacity="0" />
      <path d="M21.5 4H33a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3H21.5V25.2l-5-2.5v-5.4l5-2.5Z" fill="var(--text-2)" />
    </svg>
  );
}
