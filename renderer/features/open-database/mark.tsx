import type { ReactNode } from "react";

/** Joinery's mark (build/icons/joinery.svg): two boards held by a dovetail. `size` in CSS pixels. */
export function Mark({ size = 40 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="72 72 880 880" aria-hidden="true" focusable="false">
      <rect x="72" y="72" width="880" height="880" rx="184" fill="#303d9c" />
      <path
        d="M256 72H408V400L704 284V740L408 624V952H256A184 184 0 0 1 72 768V256A184 184 0 0 1 256 72Z"
        fill="#7488f2"
      />
      <path d="M408 72V400L704 284V740L408 624V952" fill="none" stroke="#fff" strokeWidth="44" strokeLinejoin="round" />
    </svg>
  );
}
