/** The buttons that add, copy and delete rows of a table. */
import { CopyPlus, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { CommandButton } from "../../ui/button.tsx";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function RowButtons(): ReactNode {
  return (
    <>
      <CommandButton look="quiet" square command="row.add" aria-label="Add row" hint="Add row (Insert)">
        <Plus {...icon} />
      </CommandButton>
      <CommandButton look="quiet" square command="row.duplicate" aria-label="Duplicate row" hint="Duplicate row">
        <CopyPlus {...icon} />
      </CommandButton>
      <CommandButton look="quiet" square command="row.delete" aria-label="Delete rows" hint="Delete rows">
        <Trash2 {...icon} />
      </CommandButton>
    </>
  );
}
