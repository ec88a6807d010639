/** Lines of Python. */

const LONGEST_LINE = 84;

/** `name(a, b)`, or one argument a line when that is too long. */
export function pythonList(name: string, items: readonly string[]): string {
  const line = `${name}(${items.join(", ")})`;
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  return `${name}(\n${items.map((item) => `    ${item.replaceAll("\n", "\n    ")},`).join("\n")}\n)`;
}

/** A chain of calls: in one line when it is short, else in brackets, one call a line. */
export function pythonChain(calls: readonly string[]): string {
  const line = calls.join("");
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  return `(\n    ${calls.map((call) => call.replaceAll("\n", "\n    ")).join("\n    ")}\n)`;
}
