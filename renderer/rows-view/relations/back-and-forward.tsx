/** Back and Forward, in sight once a relation led to this tab. */
import { ArrowLeft, ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { runCommand } from "../../ui/command-scope.tsx";

/** Whether there is somewhere to go from a tab. */
export interface Ways {
  readonly back: boolean;
  readonly forward: boolean;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

/** By what is known of this tab: the commands are about the one in front, and others may be in sight beside it. */
export function BackAndForward({ back, forward }: Ways): ReactNode {
  if (!back && !forward) return null;
  return (
    <>
      <Button
        look="quiet"
        square
        aria-label="Back"
        hint="Back (Alt+Left)"
        isDisabled={!back}
        onPress={() => runCommand("view.back")}
      >
        <ArrowLeft {...icon} />
      </Button>
      <Button
        look="quiet"
        square
        aria-label="Forward"
        hint="Forward (Alt+Right)"
        isDisabled={!forward}
        onPress={() => runCommand("view.forward")}
      >
        <ArrowRight {...icon} />
      </Button>
    </>
  );
}
