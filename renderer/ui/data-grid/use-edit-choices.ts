/** What the inline editor offers: a list that was given, or what is found for the text that is typed. */
import { useEffect, useRef, useState } from "react";
import type { EditChoice, EditStart } from "./grid-source.ts";

/** How long typing pauses before choices are searched, in milliseconds. */
const pause = 80;

export interface EditChoices {
  readonly choices: readonly EditChoice[] | undefined;
  /** The text was changed by typing. */
  search(text: string): void;
}

/** `typed`: what opened the editor by being typed; undefined when it was opened with the value as it is. */
export function useEditChoices({ choices, search }: EditStart, typed: string | undefined): EditChoices {
  const [wanted, setWanted] = useState(typed ?? "");
  const [found, setFound] = useState<readonly EditChoice[]>([]);
  const find = useRef(search);
  useEffect(() => {
    if (!find.current) return;
    let given = true;
    const look = async (): Promise<void> => {
      // What cannot be searched offers nothing; typing goes on.
      const next = await find.current?.(wanted).catch(() => []);
      if (given && next) setFound(next);
    };
    const timer = setTimeout(() => void look(), pause);
    return () => {
      given = false;
      clearTimeout(timer);
    };
  }, [wanted]);
  return { choices: search ? found : choices, search: setWanted };
}
