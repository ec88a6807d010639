/** The commands of the model editor: they open its tab where that is not in front. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { Gesture } from "../../features/model-editor/draft/gesture.ts";
import { applyDraft } from "../../features/model-editor/apply-draft.ts";
import type { NewObject } from "../../features/model-editor/editor-view.ts";
import { isRefused } from "../../features/model-editor/plan/plan-store.ts";
import { mendLiterals } from "../../features/model-editor/mend-literals.ts";
import { databaseInfo } from "../../rpc/queries.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { OpenDatabase } from "../databases.ts";
import type { Modeling } from "../modeling.ts";
import { focusInTab, focusIntoTab } from "../panes.ts";
import type { Tabs } from "../tabs/tabs.ts";

interface ModelCommandsSetup {
  readonly database: OpenDatabase;
  readonly tabs: Tabs;
  readonly modeling: Modeling;
}

/** Shows a table or view in the model editor, with the focus in its name. */
export function editTable({ tabs, modeling }: Pick<ModelCommandsSetup, "tabs" | "modeling">, object: ObjectName): void {
  modeling.view.show(object.name, "form");
  // The form of another object may still be there: its name is not to be changed by what is typed next.
  focusInTab(tabs.openModels(), (content) =>
    [...content.querySelectorAll<HTMLInputElement>("input[data-autofocus]")].find(({ value }) => value === object.name),
  );
}

/** Takes a gesture into the draft and shows the plan: what it would do, and what would be lost, before anything is done. */
export async function draftAndPlan(
  { tabs, modeling }: Pick<ModelCommandsSetup, "tabs" | "modeling">,
  gesture: Gesture,
  show?: string,
): Promise<void> {
  const { draft, view } = modeling;
  const tab = tabs.openModels();
  // Until then keys go nowhere: the form that is there may be another object's.
  focusInTab(tab, (content) =>
    content.querySelector<HTMLElement>("[data-testid=plan-panel], [data-testid=refused-bar]"),
  );
  if (draft.store.getState().base === null) await draft.refresh();
  const taken = await draft.add(gesture);
  if (taken && show !== undefined) view.show(show, "form");
  if (taken) view.showPlan(true);
}

/** Shows a table in the diagram. */
export function showInDiagram(
  { tabs, modeling }: Pick<ModelCommandsSetup, "tabs" | "modeling">,
  object: ObjectName,
): void {
  modeling.view.showInDiagram(object.name);
  tabs.openModels();
}

/** The model that is shown, in the list of them or in the choice that stands for it; where there is none, what can be done about that. */
function inModelList(content: HTMLElement): HTMLElement | null {
  // The diagram is there until the form is.
  if (content.querySelector("[data-testid=diagram]")) return null;
  const first = (selector: string) => content.querySelector<HTMLElement>(selector);
  const listed = first("[role=option][aria-selected=true]") ?? first("[role=option]");
  return listed ?? (first("[role=listbox]") ? null : (first("select[aria-label=Model]") ?? first("button")));
}

/** A table of the diagram, or of its list. */
const inDiagram = (content: HTMLElement): HTMLElement | null =>
  content.querySelector<HTMLElement>(".react-flow__node[tabindex='0'], [data-testid=diagram-list] button");

export function useModelCommands({ database, tabs, modeling }: ModelCommandsSetup): void {
  const { draft, plans, view } = modeling;
  const { data: info } = useQuery(databaseInfo(database.engine));
  const { settled, at, applied, base, schema, refusals } = useStore(draft.store);
  const planView = useStore(plans.store);
  const { busy } = planView;
  const active = useStore(tabs.store, (state) => state.active);
  useEffect(() => {
    // What was left in the draft is in the commands' enabling, also before the tab is opened.
    if (at > 0 && base === null) void draft.refresh();
  }, [draft, at, base]);
  const writable = { enabled: info !== undefined && info.readOnlyReason === null };
  const some = { enabled: settled.length > 0 && busy === null };
  const make = (making: NewObject) => () => {
    tabs.openModels();
    view.make(making);
  };
  const tables = schema?.tables.some(({ kind }) => kind === "table") ?? true;
  /** Shows the models; the focus goes along from another tab. */
  const openModels = () => {
    const tab = tabs.openModels();
    if (active?.kind !== "model") focusIntoTab(tab);
    return tab;
  };
  useCommand("model.open", () => {
    if (view.store.getState().mode === "diagram") view.setMode("form");
    focusInTab(tabs.openModels(), inModelList);
  });
  useCommand("model.diagram", () => {
    view.setMode("diagram");
    focusInTab(tabs.openModels(), inDiagram);
  });
  useCommand(
    "model.editTable",
    () => {
      if (active?.kind === "table") editTable({ tabs, modeling }, active.object);
    },
    { enabled: active?.kind === "table" && active.object.schema === "main" },
  );
  useCommand("model.newTable", make("table"), writable);
  useCommand("model.newView", make("view"), writable);
  useCommand("model.newVirtual", make("virtual"), writable);
  useCommand("model.newFromSql", make("sql"), writable);
  useCommand("model.newRelationship", make("relationship"), { enabled: writable.enabled && tables });
  useCommand(
    "model.plan",
    () => {
      const shown = !(view.store.getState().planShown && active?.kind === "model");
      view.showPlan(shown);
      const tab = openModels();
      if (shown) focusInTab(tab, (content) => content.querySelector<HTMLElement>("[data-testid=plan-panel]"));
    },
    { enabled: settled.length > 0 },
  );
  useCommand(
    "model.dryRun",
    () => {
      openModels();
      view.showPlan(true);
      void plans.dryRun();
    },
    some,
  );
  useCommand("model.mendLiterals", () => void mendLiterals(database.engine.client, draft), writable);
  useCommand(
    "model.apply",
    () => {
      openModels();
      void applyDraft({ database: database.handle, ...modeling });
    },
    { enabled: some.enabled && writable.enabled && refusals.length === 0 && !isRefused(planView, settled) },
  );
  useCommand(
    "model.discard",
    () => {
      view.showPlan(false);
      void draft.discard();
    },
    { enabled: at > 0 && busy !== "apply" },
  );
  useCommand(
    "model.undoLast",
    () => {
      openModels();
      void draft.reverseLast();
    },
    { enabled: writable.enabled && (applied.at(-1)?.reverse.length ?? 0) > 0 && at === 0 },
  );
}
