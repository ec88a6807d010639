/** A popover at a point of the window: beside what was right-clicked. */
import { type ReactNode, useEffect, useRef } from "react";
import { Dialog, Popover } from "react-aria-components";

interface PopoverAtProps {
  readonly label: string;
  /** Window coordinates in CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** It stands beside something of this width that begins at the point, and not over it. */
  readonly beside?: number | undefined;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Open as long as it is mounted; Escape and a click elsewhere close it. */
export function PopoverAt({ label, x, y, beside, className, onClose, children }: PopoverAtProps): ReactNode {
  const anchor = useRef<HTMLSpanElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  return (
    <>
      <span
        ref={anchor}
        style={{ position: "fixed", left: x, top: y, width: beside ?? 1, height: 1, pointerEvents: "none" }}
      />
      <Popover
        className="popover"
        triggerRef={anchor}
        isOpen
        placement={beside === undefined ? "bottom start" : "right top"}
        onOpenChange={(open) => {
          if (!open) close.current();
        }}
      >
        <Dialog aria-label={label} className={className ?? ""}>
          {children}
        </Dialog>
      </Popover>
    </>
  );
}
