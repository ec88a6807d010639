/** Back and Forward, in sight once a relation led somewhere. */
import { ArrowLeft, ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { CommandButton } from "../../../ui/button.tsx";
import { useCanRun } from "../../../ui/command-scope.tsx";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function BackAndForward(): ReactNode {
  const back = useCanRun("view.back");
  const forward = useCanRun("view.forward");
  if (!back && !forward) return null;
  return (
    <>
      <CommandButton look="quiet" square command="view.back" aria-label="Back" hint="Back (Alt+Left)">
        <ArrowLeft {...icon} />
      </CommandButton>
      <CommandButton look="quiet" square command="view.forward" aria-label="Forward" hint="Forward (Alt+Right)">
        <ArrowRight {...icon} />
      </CommandButton>
    </>
  );
}
