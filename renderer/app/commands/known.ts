/** The commands of this app, for renderer/ui/command-scope.tsx, which itself knows none. */
import { type CommandId, type CommandSpec, commandSpecs } from "../../../src-shared/rpc/command-ids.ts";

declare module "../../ui/command-scope.tsx" {
  interface KnownCommands {
    id: CommandId;
  }
}

/** All commands, in the order of the menus. */
export const commands: readonly (CommandSpec & { readonly id: CommandId })[] = commandSpecs;
