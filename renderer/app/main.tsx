/** The page's first script. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nProvider } from "react-aria-components";
import { listenForEnginePorts } from "../rpc/engine-ports.ts";
import { makeQueryClient } from "../rpc/queries.ts";
import "../ui/base.css";
import "../ui/menu.css";
import "../ui/toast.css";
import { App } from "./app.tsx";
import { settleBeforeClosing } from "./closing.ts";
import { keepFocus } from "./focus-keeper.ts";
import { finishEditorsBeforeCommands } from "./commands/editors-before.ts";
import { greyMenus, listenForCommands } from "./commands/keyboard.ts";

// Before anything is asked: a port may be on its way already.
listenForEnginePorts();
listenForCommands();
finishEditorsBeforeCommands();
settleBeforeClosing();
greyMenus();
keepFocus();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <I18nProvider locale="en-US">
        <App />
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
);
