import type { ReactNode } from "react";
import type { OpenDatabase } from "../databases.ts";
import type { Tabs } from "../tabs/tabs.ts";

interface PendingPanelProps {
  readonly database: OpenDatabase;
  readonly tabs: Tabs;
  readonly onClose: () => void;
}
export function PendingPanel(_: PendingPanelProps): ReactNode {
  return null;
}
