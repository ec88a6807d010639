/** Forms of parameters that several rooms ask for. */
import * as v from "valibot";
import { runIdForm } from "../../model/result-table.ts";

export const Nothing = v.undefined();
export const SchemaText = v.pipe(v.string(), v.maxLength(64 * 1024 * 1024));
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const PageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000));
export const RunId = v.pipe(v.string(), v.regex(runIdForm));
/** Which view asks: a name the page gives it, the same as long as it is open, and no other view's in any window. */
export const ViewId = v.pipe(v.string(), v.maxLength(200));
