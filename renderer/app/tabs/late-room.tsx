/** A part of the page that is loaded after what one looks at first. */
import { type ComponentType, lazy, type ReactNode, useState } from "react";

export interface LateRoom<P> {
  (props: P): ReactNode;
  /** Loads it before it is needed. One that cannot be loaded says so where it is shown. */
  load(): void;
}

/** Shown while it is still being loaded it suspends; once it is there it is made at once, and takes the first key. */
export function lateRoom<P extends object>(load: () => Promise<ComponentType<P>>): LateRoom<P> {
  let there: ComponentType<P> | null = null;
  const loaded = async (): Promise<ComponentType<P>> => (there ??= await load());
  const Late = lazy(async () => ({ default: await loaded() })) as unknown as ComponentType<P>;
  function Room(props: P): ReactNode {
    // As it was made, so that what is typed into it stays when it has come.
    const [Content] = useState<ComponentType<P>>(() => there ?? Late);
    return <Content {...props} />;
  }
  return Object.assign(Room, { load: () => void loaded().catch(() => {}) });
}
