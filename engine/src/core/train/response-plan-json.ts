import { BaseError } from "../errors.js";
import type { Hex } from "../hash/hex.js";
import { keccakText } from "../hash/keccak.js";
import { canonicalJson, type Json } from "../json/canonical-json.js";
import { fromJsonBytes } from "../json/json-bytes.js";
import { hash, list, literal, MalformedDataError, type Parser, record, uintNumber } from "../json/parsers.js";
import type { LoraConfig } from "../model/config.js";
import type { Optimizer, Recipe } from "./plan.js";
import { type ResponseJob, responseJobs, type ResponsePlan } from "./response-plan.js";

const FORMAT = "openledger-response-plan-v1";
const NAME = "plan";

type PlanCell = { readonly hash: Hex; readonly weight: number };

type PlanFile = Omit<ResponsePlan, "cells" | "cellWeights"> & {
  readonly format: string;
  readonly cells: readonly PlanCell[];
  readonly planHash: Hex;
};

const finite: Parser<number> = (value, path) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new MalformedDataError(path, "a number", value);
};

const parser = record<PlanFile>({
  format: literal(FORMAT),
  base: hash,
  engine: hash,
  recipe: record<Recipe>({
    epochs: uintNumber(32),
    batch: uintNumber(32),
    rate: finite,
    lora: record<LoraConfig>({ rank: uintNumber(32), alpha: finite }),
    optimizer: record<Optimizer>({ beta1: finite, beta2: finite, epsilon: finite, decay: finite, clip: finite }),
  }),
  seed: hash,
  cells: list(record<PlanCell>({ hash, weight: finite }), 1),
  jobs: list(
    record<ResponseJob>({
      id: hash,
      without: (value, path) => (value === null ? null : uintNumber(32)(value, path)),
    }),
  ),
  planHash: hash,
});

/** Keccak of the plan's canonical JSON without this hash. */
export function planHash(plan: ResponsePlan): Hex {
  return keccakText(canonicalJson(contentOf(plan), NAME));
}

/** A plan as a file: canonical JSON (RFC 8785), so that equal plans have equal bytes. */
export function encodeResponsePlan(plan: ResponsePlan): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ ...contentOf(plan), planHash: planHash(plan) }, NAME));
}

/** Reads a plan. Throws {@link MalformedDataError}, and {@link AlteredPlanError} where a hash or a job is not what the rest gives. */
export function decodeResponsePlan(bytes: Uint8Array): ResponsePlan {
  const { base, engine, recipe, seed, jobs, ...file } = parser(fromJsonBytes(bytes, NAME), NAME);
  const { cells, planHash: stated } = file;
  const plan = {
    base,
    engine,
    recipe,
    seed,
    jobs,
    cells: cells.map((cell) => cell.hash),
    cellWeights: cells.map(({ weight }) => weight),
  };
  const found = planHash(plan);
  if (found !== stated) throw new AlteredPlanError(`planHash ${found}`, stated);
  const [expected, given] = [responseJobs(plan, plan.cellWeights), jobs].map((each) => canonicalJson(jobsOf(each)));
  if (expected !== given) throw new AlteredPlanError("a job for the whole and one without each cell", "others");
  return plan;
}

function contentOf({ base, engine, recipe, seed, cells, cellWeights, jobs }: ResponsePlan): { [key: string]: Json } {
  return {
    format: FORMAT,
    base,
    engine,
    recipe,
    seed,
    cells: cells.map((cell, i) => ({ hash: cell, weight: cellWeights[i]! })),
    jobs: jobsOf(jobs),
  };
}

function jobsOf(jobs: readonly ResponseJob[]): Json[] {
  return jobs.map(({ id, without }) => ({ id, without }));
}

/** Somebody changed the file, or it was cut off. */
export class AlteredPlanError extends BaseError {
  readonly code = "PLAN_ALTERED";

  constructor(expected: string, given: string) {
    super(`Expected a plan with ${expected}, got ${given}. Write it again with \`responses plan\`.`);
  }
}
