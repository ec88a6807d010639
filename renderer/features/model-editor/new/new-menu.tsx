/** “New”: everything that can be made here. */
import { ChevronDown, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button } from "../../../ui/button.tsx";
import { type CommandName, runCommand, useCanRun } from "../../../ui/command-scope.tsx";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

const choices = [
  ["model.newTable", "Table…"],
  ["model.newRelationship", "Relationship…"],
  ["model.newView", "View…"],
  ["model.newVirtual", "Virtual table…"],
  ["model.newFromSql", "From SQL…"],
] as const;

export function NewMenu(): ReactNode {
  const canTable = useCanRun("model.newTable");
  const canRelate = useCanRun("model.newRelationship");
  return (
    <MenuTrigger>
      <Button look="quiet" isDisabled={!canTable}>
        <Plus {...icon} /> New <ChevronDown {...icon} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label="New"
          disabledKeys={canRelate ? [] : ["model.newRelationship"]}
          onAction={(id) => runCommand(id as CommandName)}
        >
          {choices.map(([id, words]) => (
            <MenuItem key={id} id={id} className="menu-item">
              {words}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
