/** Commands of the native menu, with title and key; the page's palette and help use the same list. */
export interface CommandSpec {
  readonly id: string;
  readonly title: string;
  /** Electron accelerator, or none. */
  readonly key?: string;
  readonly menu: "File" | "Edit" | "View" | "Session" | "Query" | "Help";
}

export const commandSpecs = [
  { id: "database.create", title: "New Database…", key: "CmdOrCtrl+N", menu: "File" },
  { id: "database.memory", title: "New In-Memory Database", menu: "File" },
  { id: "database.pick", title: "Open Database…", key: "CmdOrCtrl+O", menu: "File" },
  { id: "database.pickReadOnly", title: "Open Read-Only…", key: "CmdOrCtrl+Shift+O", menu: "File" },
  { id: "database.openSample", title: "Open the Sample Database", menu: "File" },
  { id: "window.new", title: "New Window", key: "CmdOrCtrl+Shift+N", menu: "File" },
  { id: "tab.close", title: "Close Tab", key: "CmdOrCtrl+W", menu: "File" },
  { id: "tab.reopen", title: "Reopen Closed Tab", key: "CmdOrCtrl+Shift+T", menu: "File" },
  { id: "database.close", title: "Close Database", key: "CmdOrCtrl+F4", menu: "File" },
  { id: "session.undo", title: "Undo", key: "CmdOrCtrl+Z", menu: "Edit" },
  { id: "session.redo", title: "Redo", key: "CmdOrCtrl+Shift+Z", menu: "Edit" },
  { id: "edit.cut", title: "Cut", key: "CmdOrCtrl+X", menu: "Edit" },
  { id: "edit.copy", title: "Copy", key: "CmdOrCtrl+C", menu: "Edit" },
  { id: "edit.paste", title: "Paste", key: "CmdOrCtrl+V", menu: "Edit" },
  { id: "edit.selectAll", title: "Select All", key: "CmdOrCtrl+A", menu: "Edit" },
  { id: "edit.find", title: "Find or Filter", key: "CmdOrCtrl+F", menu: "Edit" },
  { id: "row.add", title: "Add Row", key: "Insert", menu: "Edit" },
  { id: "row.duplicate", title: "Duplicate Row", key: "CmdOrCtrl+D", menu: "Edit" },
  { id: "row.delete", title: "Delete Rows", menu: "Edit" },
  { id: "cell.setNull", title: "Set to NULL", key: "Alt+Delete", menu: "Edit" },
  { id: "cell.fillDown", title: "Fill Down", key: "CmdOrCtrl+Shift+D", menu: "Edit" },
  { id: "row.parent", title: "Go to the Parent Row", key: "F4", menu: "View" },
  { id: "view.back", title: "Back", key: "Alt+Left", menu: "View" },
  { id: "view.forward", title: "Forward", key: "Alt+Right", menu: "View" },
  { id: "view.refresh", title: "Refresh", key: "F5", menu: "View" },
  { id: "view.goToRow", title: "Go to Row…", key: "CmdOrCtrl+G", menu: "View" },
  { id: "view.sidebar", title: "Show or Hide the Schema", key: "CmdOrCtrl+B", menu: "View" },
  { id: "view.inspector", title: "Show or Hide the Inspector", key: "CmdOrCtrl+I", menu: "View" },
  { id: "view.pending", title: "Show or Hide Pending Changes", key: "CmdOrCtrl+Shift+C", menu: "View" },
  { id: "view.nextTab", title: "Next Tab", key: "Ctrl+Tab", menu: "View" },
  { id: "view.previousTab", title: "Previous Tab", key: "Ctrl+Shift+Tab", menu: "View" },
  { id: "view.nextPane", title: "Next Pane", key: "F6", menu: "View" },
  { id: "view.previousPane", title: "Previous Pane", key: "Shift+F6", menu: "View" },
  { id: "view.zoomIn", title: "Zoom In", key: "CmdOrCtrl+Plus", menu: "View" },
  { id: "view.zoomOut", title: "Zoom Out", key: "CmdOrCtrl+-", menu: "View" },
  { id: "view.zoomReset", title: "Actual Size", key: "CmdOrCtrl+0", menu: "View" },
  { id: "theme.system", title: "Theme: as the System", menu: "View" },
  { id: "theme.light", title: "Theme: Light", menu: "View" },
  { id: "theme.dark", title: "Theme: Dark", menu: "View" },
  { id: "palette.objects", title: "Go to Table…", key: "CmdOrCtrl+P", menu: "View" },
  { id: "palette.commands", title: "Command Palette…", key: "CmdOrCtrl+Shift+P", menu: "View" },
  { id: "session.commit", title: "Commit", key: "CmdOrCtrl+S", menu: "Session" },
  { id: "session.rollback", title: "Roll Back", menu: "Session" },
  { id: "session.preview", title: "Preview SQL", menu: "Session" },
  { id: "console.new", title: "New SQL Console", key: "CmdOrCtrl+T", menu: "Query" },
  { id: "console.run", title: "Run", key: "CmdOrCtrl+Enter", menu: "Query" },
  { id: "console.runStatement", title: "Run the Statement at the Cursor", key: "CmdOrCtrl+Shift+Enter", menu: "Query" },
  { id: "console.stop", title: "Stop", menu: "Query" },
  { id: "console.commit", title: "Commit the Console's Transaction", menu: "Query" },
  { id: "console.rollback", title: "Roll Back the Console's Transaction", menu: "Query" },
  { id: "app.about", title: "About Joinery", menu: "Help" },
  { id: "app.shortcuts", title: "Keyboard Shortcuts", key: "F1", menu: "Help" },
] as const satisfies readonly CommandSpec[];

export type CommandId = (typeof commandSpecs)[number]["id"];
