/** Words of a button that adds something. */
import { Plus } from "lucide-react";
import type { ReactNode } from "react";

export function AddWords({ children }: { children: ReactNode }): ReactNode {
  return (
    <>
      <Plus size={14} strokeWidth={1.5} aria-hidden /> {children}
    </>
  );
}
