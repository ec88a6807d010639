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
import { readBytes } from "../../rows/read-value.ts";
import { endingOf, type SavedValue } from "../../rows/edits/save-values.ts";

interface OpenElsewhereProps {
  readonly client: EngineClient;
  readonly value: SavedValue;
  readonly editable: boolean;
  readonly onValue: (data: Uint8Array) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** How often the copy is looked at, in milliseconds. */
const looking = 1500;

export function OpenElsewhere({ client, value, editable, onValue, onFailure }: OpenElsewhereProps): ReactNode {
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
      const data = !isPreview(cell)
        ? cell instanceof Uint8Array
          ? new Uint8Array(cell)
          : (editText(cell) ?? "")
        : address
          ? new Uint8Array(await readBytes(client, address))
          : null;
      if (data === null) return;
      const wanted = await endingOf(client, value);
      const ending = openedEndings.find((known) => known === wanted) ?? "bin";
      setOpened(await askShell("file.openElsewhere", { ending, data }));
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
