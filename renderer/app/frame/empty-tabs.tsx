/** The middle of the window while no tab is open. */
import { SquareTerminal, Table2 } from "lucide-react";
import type { ReactNode } from "react";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { CommandButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** One primary action: a table to open, or to make. */
export function EmptyTabs({ schema }: { schema: DatabaseSchema | undefined }): ReactNode {
  if (!schema) return null;
  if (schema.tables.every((table) => table.kind === "system")) {
    return (
      <EmptyState
        icon={<Table2 size={24} strokeWidth={1.5} />}
        title="This database is empty"
        actions={
          <>
            <CommandButton look="primary" command="model.newTable" data-autofocus>
              <Table2 size={14} strokeWidth={1.5} /> New table…
            </CommandButton>
            <CommandButton command="console.new" data-autofocus>
              <SquareTerminal size={14} strokeWidth={1.5} /> New SQL console
            </CommandButton>
          </>
        }
      >
        Make a table in the model editor, or with SQL in a console; it appears here at once.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Table2 size={24} strokeWidth={1.5} />}
      title="Open a table"
      actions={
        <>
          <CommandButton look="primary" command="palette.objects" data-autofocus>
            Go to table…
          </CommandButton>
          <CommandButton command="console.new" data-autofocus>
            New SQL console
          </CommandButton>
        </>
      }
    >
      Double-click one in the schema, or press Enter on it.
    </EmptyState>
  );
}
