/** Opens a value in another program, and takes over what was saved there. */
import { ExternalLink } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { isPreview } from "../../../src-shared/model/cell.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { openedEndings } from "../../../src-shared/rpc/shell-contract.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { stoppable } from "../export/stoppable.ts";
import { endingOf, type SavedValue, saveStored } from "../../rows/edits/save-values.ts";

interface OpenElsewhereProps {
  readonly client: EngineClient;
  /** What main calls the open database by. */
  readonly handle: string;
  readonly value: SavedValue;
  readonly editable: boolean;
  readonly onValue: (data: Uint8Array) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** How often the copy is looked at, in milliseconds. */
const looking = 1500;

export function OpenElsewhere({ client, handle, value, editable, onValue, onFailure }: OpenElsewhereProps): ReactNode {
  const [opened, setOpened] = useState<{ id: string; name: string } | null>(null);
  const [saved, setSaved] = useState<Uint8Array | null>(null);
  useEffect(() => {
    if (!opened || !editable) return;
    let given = true;
    const timer = setInterval(() => {
      void askShell("file.readOpened", { id: opened.id }).then(
        (data) => given && data && setSaved(data),
        // The other program may be just writing it; it is looked at again.
        () => {},
      );
    }, looking);
    return () => {
      given = false;
      clearInterval(timer);
    };
  }, [opened, editable]);
  const open = async (): Promise<void> => {
    try {
      const { cell, address } = value;
      if (isPreview(cell) && !address) return;
      const wanted = await endingOf(client, value);
      const ending = openedEndings.find((known) => known === wanted) ?? "bin";
      if (isPreview(cell)) {
        const copy = await stoppable("Writing a copy to open…", async (signal) => {
          const { id, ticket } = await askShell("file.reserveElsewhere", { handle, ending });
          await saveStored({ client, signal }, ticket, address);
          return { id, ...(await askShell("file.openReserved", { id })) };
        });
        if (copy === null) return;
        setOpened(copy);
      } else {
        const data = cell instanceof Uint8Array ? new Uint8Array(cell) : (editText(cell) ?? "");
        setOpened(await askShell("file.openElsewhere", { ending, data }));
      }
      setSaved(null);
      onFailure(null);
    } catch (thrown) {
      onFailure(toAppErrorData(thrown));
    }
  };
  return (
    <>
      <Button look="quiet" square aria-label="Open…" hint="Open in default app" onPress={() => void open()}>
        <ExternalLink size={14} strokeWidth={1.5} aria-hidden />
      </Button>
      {saved && opened && (
        <Button
          look="quiet"
          hint={`${opened.name} was saved by the other program`}
          onPress={() => {
            setSaved(null);
            onValue(saved);
          }}
        >
          Take Over Changes
        </Button>
      )}
    </>
  );
}
