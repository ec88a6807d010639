/** The query in four languages, to read and copy. */
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";
import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs, ToggleButton } from "react-aria-components";
import type { CompiledQuery } from "../../../src-shared/model/compiled-query.ts";
import { inlineParameters, numberParameters } from "../../../src-shared/sql/inline-parameters.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { CodeView } from "../../ui/code-editor/code-view.tsx";
import styles from "./builder.module.css";

interface CodePanesProps {
  readonly compiled: CompiledQuery;
  readonly language: Extension;
  readonly format: (sql: string) => string;
  readonly shown: string;
  readonly onShown: (id: string) => void;
  /** Values stand apart from the SQL, as parameters. */
  readonly bound: boolean;
  readonly onBound: (bound: boolean) => void;
}

const typescript = javascript({ typescript: true });
const pythonLanguage = python();

/** What is shown of the query, by language. */
export function codeOf(
  { sql, parameters, code }: CompiledQuery,
  format: (sql: string) => string,
  bound = false,
): Record<string, string> {
  const values = bound ? parameters.map((value, at) => `-- ?${at + 1} = ${sqlLiteral(value)}\n`).join("") : "";
  return {
    sql: `${format(bound ? numberParameters(sql) : inlineParameters(sql, parameters))};\n${values}`,
    kysely: code.kysely,
    sqlalchemy: code.sqlalchemy,
    drizzle: code.drizzle,
  };
}

export function CodePanes(props: CodePanesProps): ReactNode {
  const { compiled, language, format, shown, onShown, bound, onBound } = props;
  const texts = codeOf(compiled, format, bound);
  const panes: { id: string; title: string; language: Extension }[] = [
    { id: "sql", title: "SQL", language },
    { id: "kysely", title: "Kysely", language: typescript },
    { id: "sqlalchemy", title: "SQLAlchemy", language: pythonLanguage },
    { id: "drizzle", title: "Drizzle", language: typescript },
  ];
  return (
    <Tabs
      className={styles.codes ?? ""}
      selectedKey={shown}
      onSelectionChange={(id) => onShown(String(id))}
      keyboardActivation="manual"
    >
      <div className={styles.strip}>
        <TabList aria-label="The query as code" className={styles.tabs ?? ""}>
          {panes.map(({ id, title }) => (
            <Tab key={id} id={id} className={styles.tab ?? ""}>
              {title}
            </Tab>
          ))}
        </TabList>
        <span className={styles.grow} />
        {shown === "sql" && compiled.parameters.length > 0 && (
          <ToggleButton
            className={styles.toggleText ?? ""}
            isSelected={bound}
            onChange={onBound}
            aria-label="?1: values as parameters"
          >
            ?1
          </ToggleButton>
        )}
        <Button look="quiet" onPress={() => void askShell("clipboard.write", { text: texts[shown] ?? "" })}>
          <Copy size={14} strokeWidth={1.5} /> Copy
        </Button>
      </div>
      {panes.map(({ id, title, language: of }) => (
        <TabPanel key={id} id={id} className={styles.panel ?? ""}>
          <CodeView text={texts[id] ?? ""} language={of} label={`The query as ${title}`} />
        </TabPanel>
      ))}
    </Tabs>
  );
}
