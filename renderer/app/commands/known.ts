/** The commands of this app, for renderer/ui/command-scope.tsx, which itself knows none. */
import { type CommandId, type CommandSpec, commandSpecs } from "../../../src-shared/rpc/command-ids.ts";

declare module "../../ui/command-scope.tsx" {
  interface KnownCommands {
    id: CommandId;
  }
}

/** All commands, in the order of the menus. */
export const commands: readonly (CommandSpec & { readonly id: CommandId })[] = commandSpecs;

/** The command with this id. */
export function commandSpec(id: CommandId): CommandSpec {
  // Every id of the type is in the list the type is made of.
  return commands.find((spec) => spec.id === id) as CommandSpec;
}

/** Does this text name a command? */
export function isCommandId(id: string): id is CommandId {
  return commands.some((spec) => spec.id === id);
}
