/** The model editor: every table as a model, as a form, as SQL or in the diagram, over one draft with undo. */
import type { Extension } from "@codemirror/state";
import { Boxes, Lock } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { foldName, type ObjectName } from "../../../src-shared/model/names.ts";
import { type Model, modelsOf } from "../../../src-shared/model/models.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";
import type { Refusal } from "../../../src-shared/model/schema-change.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { CommandButton } from "../../ui/button.tsx";
import { useCommand } from "../../ui/command-scope.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import { StatusItems } from "../../ui/status-items.tsx";
import { DraftBar } from "./draft-bar.tsx";
import type { DraftStore } from "./draft/draft-store.ts";
import { tableMarks } from "./draft/table-marks.ts";
import { DdlEditor } from "./ddl/ddl-editor.tsx";
import { type Editor, EditorContext } from "./editor-context.tsx";
import type { EditorViewStore } from "./editor-view.ts";
import { ObjectForm } from "./form/object-form.tsx";
import styles from "./model-editor.module.css";
import { ModelDiagram } from "./model-diagram.tsx";
import { modelMenu } from "./model-menu.ts";
import { ModeSwitch } from "./mode-switch.tsx";
import { NewMenu } from "./new/new-menu.tsx";
import { NewObjects } from "./new/new-objects.tsx";
import { PlanPanel } from "./plan/plan-panel.tsx";
import type { PlanStore } from "./plan/plan-store.ts";
import { FailedBar, RefusedBar } from "./refused-bar.tsx";
import { TableList } from "./table-list.tsx";

interface ModelEditorProps {
  readonly client: EngineClient;
  readonly workspace: WorkspaceStore;
  readonly draft: DraftStore;
  readonly plans: PlanStore;
  readonly view: EditorViewStore;
  readonly readOnlyReason: string | null;
  /** What the database is called. */
  readonly title: string;
  /** SQL for editors. */
  readonly language: Extension;
  readonly onOpenRows: (object: ObjectName) => void;
}

export function ModelEditor(props: ModelEditorProps): ReactNode {
  const { client, workspace, draft, plans, view, readOnlyReason, title, language, onOpenRows } = props;
  const { base, schema, names, settled, at, gestures, refusals } = useStore(draft.store);
  const { object, mode, planShown, chosen } = useStore(view.store);
  const id = useId();
  useEffect(() => {
    if (draft.store.getState().base === null) void draft.refresh();
  }, [draft]);
  useCommand("session.undo", () => void draft.undo(), { enabled: at > 0 });
  useCommand("session.redo", () => void draft.redo(), { enabled: at < gestures.length });

  const models = useMemo(() => (schema ? modelsOf(schema, names) : []), [schema, names]);
  const { marks, dropped } = useMemo(
    () => (base && schema ? tableMarks(base, schema, settled) : { marks: new Map(), dropped: [] }),
    [base, schema, settled],
  );
  const editor = useMemo(
    (): Editor | null =>
      schema && {
        client,
        workspace,
        draft,
        view,
        schema,
        names,
        models,
        readOnlyReason,
        language,
        keep: (gesture) => (gesture ? draft.add(gesture) : Promise.resolve(false)),
      },
    [client, workspace, draft, view, schema, names, models, readOnlyReason, language],
  );
  const current = shownModel(models, object);
  const shown = current?.table.name ?? null;
  useEffect(() => {
    // What is shown first is chosen with that: a change of the draft may put the tables in another order.
    if (object === null && shown !== null) view.renamed(shown);
  }, [view, object, shown]);
  const [width, setWidth] = useState(Infinity);
  const follow = useCallback((element: HTMLElement | null) => followWidth(element, setWidth), []);
  if (!editor) return null;
  // The diagram shows all tables itself, and on a narrow screen the form needs the room: there they are a choice in the bar.
  const listed = mode !== "diagram" && width >= NARROW;
  const inFile = current !== null && marks.get(current.table.name) !== "new";
  return (
    <EditorContext value={editor}>
      <div ref={follow} className={styles.editor} data-testid="model-editor">
        {readOnlyReason !== null && (
          <p className={styles.readOnly}>
            <Lock size={13} strokeWidth={1.5} aria-hidden /> {readOnlyReason}
          </p>
        )}
        {models.length === 0 ? (
          <NoModels fixed={readOnlyReason !== null} />
        ) : (
          <Group orientation="vertical" className={styles.middle}>
            <Panel id={`${id}-models`} minSize={120}>
              <Group orientation="horizontal">
                {listed && (
                  <>
                    <Panel
                      id={`${id}-list`}
                      minSize={120}
                      defaultSize={208}
                      groupResizeBehavior="preserve-pixel-size"
                      className={styles.side ?? ""}
                      data-pane="models"
                    >
                      <TableList
                        models={models}
                        marks={marks}
                        dropped={dropped}
                        current={shown}
                        onShow={(name) => view.show(name)}
                        onMenu={(model, place) =>
                          void modelMenu(
                            editor,
                            model,
                            { onOpenRows, inFile: marks.get(model.table.name) !== "new" },
                            place,
                          )
                        }
                      />
                    </Panel>
                    <Separator className={styles.vertical ?? ""} aria-label="Width of the list of models" />
                  </>
                )}
                <Panel id={`${id}-model`} minSize={240} className={styles.main ?? ""} data-pane="model">
                  <div className={styles.bar}>
                    <ModeSwitch mode={mode} onMode={(next) => view.setMode(next)} />
                    {!listed && mode !== "diagram" && (
                      <ModelChoice models={models} current={shown} onShow={(name) => view.show(name)} />
                    )}
                    <span className={styles.gap} />
                    <NewMenu />
                  </div>
                  <div className={styles.content}>
                    {mode === "diagram" && <ModelDiagram title={title} marks={marks} onOpenRows={onOpenRows} />}
                    {current &&
                      mode !== "diagram" &&
                      (mode === "sql" ? (
                        <DdlEditor key={chosen} table={current.table} />
                      ) : (
                        <ObjectForm
                          key={chosen}
                          model={current}
                          onOpenRows={inFile ? () => onOpenRows(current.table) : null}
                        />
                      ))}
                  </div>
                </Panel>
              </Group>
            </Panel>
            {planShown && (
              <>
                <Separator className={styles.horizontal ?? ""} aria-label="Height of the plan" />
                <Panel id={`${id}-plan`} minSize={80} defaultSize={260} data-pane="plan">
                  <PlanPanel plans={plans} onClose={() => view.showPlan(false)} />
                </Panel>
              </>
            )}
          </Group>
        )}
        <Misfits refusals={refusals} />
        <RefusedBar />
        <FailedBar plans={plans} />
        <DraftBar draft={draft} plans={plans} />
        <NewObjects current={current?.table ?? null} />
        <StatusItems>
          {mode !== "diagram" && (
            <span>{plural(models.filter(({ table }) => table.kind === "table").length, "table")}</span>
          )}
          {settled.length > 0 && <span>draft: {plural(settled.length, "change")}</span>}
        </StatusItems>
      </div>
    </EditorContext>
  );
}

/** Narrower than this in pixels, the editor has no list of models. */
const NARROW = 800;

/** Tells how wide an element is, now and whenever that changes; gives what ends it. */
function followWidth(element: HTMLElement | null, tell: (width: number) => void): (() => void) | undefined {
  if (!element) return undefined;
  const observer = new ResizeObserver(([entry]) => {
    // A tab that is not shown has none.
    if (entry && entry.contentRect.width > 0) tell(entry.contentRect.width);
  });
  observer.observe(element);
  return () => observer.disconnect();
}

interface ModelChoiceProps {
  readonly models: readonly Model[];
  readonly current: string | null;
  readonly onShow: (name: string) => void;
}

/** The models as a choice, where there is no room for their list. */
function ModelChoice({ models, current, onShow }: ModelChoiceProps): ReactNode {
  return (
    <select aria-label="Model" value={current ?? ""} onChange={(event) => onShow(event.target.value)}>
      {models.map(({ table }) => (
        <option key={table.name} value={table.name}>
          {shownName(table.name)}
        </option>
      ))}
    </select>
  );
}

/** The one of this name, or else the first table, or whatever there is. */
function shownModel(models: readonly Model[], object: string | null): Model | null {
  const named = object === null ? undefined : models.find(({ table }) => foldName(table.name) === foldName(object));
  return named ?? models.find(({ table }) => table.kind === "table") ?? models[0] ?? null;
}

function NoModels({ fixed }: { fixed: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<Boxes size={24} strokeWidth={1.5} />}
      title="No tables yet"
      actions={
        !fixed && (
          <CommandButton look="primary" command="model.newTable">
            New table…
          </CommandButton>
        )
      }
    >
      Each table is a model: a class with columns and relationships. What you make here is a draft until you apply it.
    </EmptyState>
  );
}

/** The file was changed elsewhere, and the draft does not fit it any more. */
function Misfits({ refusals }: { refusals: readonly Refusal[] }): ReactNode {
  const [first] = refusals;
  if (!first) return null;
  return (
    <ErrorWords
      look="line"
      error={{
        ...first,
        message: `The draft does not fit the file any more: ${first.message}`,
        next: "Take that change out of the draft, or undo as far as before it.",
      }}
    />
  );
}
