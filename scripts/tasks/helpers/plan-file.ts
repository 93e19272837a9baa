import { decodeResponsePlan } from "../../../engine/src/core/train/response-plan-json.js";
import type { ResponsePlan } from "../../../engine/src/core/train/response-plan.js";
import { MEGABYTE, readInput } from "./read-file.js";

/** Reads a response plan. Throws what {@link readInput} throws, MalformedDataError and AlteredPlanError. */
export async function readPlan(file: string): Promise<ResponsePlan> {
  return decodeResponsePlan(await readInput(file, { most: 64 * MEGABYTE }));
}
