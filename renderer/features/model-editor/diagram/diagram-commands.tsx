/** The window's commands, as far as the diagram answers them. */
import { useCommand } from "../../../ui/command-scope.tsx";

interface DiagramCommandsProps {
  readonly onFind: () => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  readonly onAddKey: (() => void) | null;
}

/** Draws nothing. Undo is the diagram's as long as something was moved or coloured; then it is somebody else's. */
export function DiagramCommands({ onFind, undo, redo, onAddKey }: DiagramCommandsProps): null {
  useCommand("edit.find", onFind);
  useCommand("session.undo", () => undo?.(), { enabled: undo !== null });
  useCommand("session.redo", () => redo?.(), { enabled: redo !== null });
  useCommand("model.addForeignKey", () => onAddKey?.(), { enabled: onAddKey !== null });
  return null;
}
