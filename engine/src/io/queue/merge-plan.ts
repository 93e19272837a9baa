import path from "node:path";

import type { Hex } from "../../core/hash/hex.js";
import { keccak } from "../../core/hash/keccak.js";
import type { ResponsePlan } from "../../core/train/response-plan.js";
import { planHash } from "../../core/train/response-plan-json.js";
import { type Responses, responsesByRetraining } from "../../core/train/responses.js";
import { encodeResponses } from "../../core/train/responses-file.js";
import type { RetrainingTask } from "../../core/train/retraining.js";
import type { TrainingStore } from "../store/training-store.js";
import { writeAtomically } from "../store/write-atomically.js";
import { keptTrainings } from "../workers/kept-trainings.js";

/** Where a plan's responses were written. */
export type MergedPlan = { readonly responses: Responses; readonly file: string; readonly hash: Hex };

/**
 * Makes a plan's responses of its trainings, exactly as one process would, and writes them as `<plan hash>.responses`.
 * @throws MissingTrainingError and CorruptTrainingError; nothing is written then.
 */
export async function mergePlan(
  plan: ResponsePlan,
  task: Omit<RetrainingTask, "weightSets">,
  store: TrainingStore,
): Promise<MergedPlan> {
  const responses = await responsesByRetraining(keptTrainings(store, plan), task.base, task.plan);
  const name = planHash(plan);
  const bytes = encodeResponses(responses, name);
  const file = path.join(store.directory, `${name}.responses`);
  await writeAtomically(file, bytes);
  return { responses, file, hash: keccak(bytes) };
}
