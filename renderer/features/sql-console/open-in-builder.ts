/** A console's statement as a document of the query builder. */
import { toast } from "sonner";
import type { Parameter } from "../../../src-shared/model/parameter.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { inlineNamed } from "../../../src-shared/sql/inline-parameters.ts";
import { parameterNames } from "../../../src-shared/sql/parameters.ts";
import { readQuery } from "../../../src-shared/sql/query/read-query.ts";
import type { Asking } from "./parameters/asking.ts";

interface OpenInBuilder {
  readonly sql: string;
  readonly schema: DatabaseSchema;
  readonly onAsk: (asking: Asking) => void;
  readonly onBuild: (query: Query) => void;
}

/** Opens it, or says why not. The builder's rows are there at every moment, so its parameters are asked for first. */
export function openInBuilder({ sql, schema, onAsk, onBuild }: OpenInBuilder): void {
  const build = (values: readonly Parameter[]): void => {
    const read = readQuery(inlineNamed(sql, new Map(values.map(({ name, value }) => [name, value]))), schema);
    if ("query" in read) onBuild(read.query);
    else toast(`The statement does not fit into the query builder. ${read.refusal}`);
  };
  const names = parameterNames(sql);
  if (names.length > 0) onAsk({ names, verb: "Build", onValues: build });
  else build([]);
}
