import { BaseError } from "../../../engine/src/core/errors.js";
import { type Fault, isRefutable } from "../../../engine/src/core/audit/fault.js";
import type { AuditCheck } from "../audit/comparison.js";
import type { World } from "../replay.js";
import type { PostedRecord } from "../replay/ledger.js";
import { isContentError } from "./mirrors.js";
import { type Judgement, RIGHT } from "./verdict.js";

/** Looks at one batch. Throws the content errors of files that may still come. */
export type Judge = (world: World, record: PostedRecord) => Promise<Judgement>;

/** The judgement of a fault; without one everything is right. */
export function judgementOf(fault: Fault | undefined): Judgement {
  if (fault === undefined) return RIGHT;
  if (isRefutable(fault)) return { verdict: { kind: "refutable", detail: fault.proof }, fault };
  return { verdict: { kind: "unprovable", detail: `${fault.proof}: ${fault.reason}` } };
}

/** The judgement of what was computed again. */
export function judgementOfCheck({ differences }: AuditCheck): Judgement {
  const [first] = differences;
  return first === undefined ? RIGHT : { verdict: { kind: "disputable", detail: first.subject } };
}

/**
 * What `look` says; files that are what was signed and yet cannot be understood are wrong beyond proof. What else is thrown (missing
 * files, a node, disk or thread that fails) says nothing of what is looked at and goes on.
 */
export async function judged(look: () => Promise<Judgement>): Promise<Judgement> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof BaseError) || isContentError(error) || OWN_FAILURES.has(error.code)) throw error;
    return { verdict: { kind: "unprovable", detail: `${error.code}: ${error.message}` } };
  }
}

const OWN_FAILURES = new Set(["NETWORK", "ENGINE_CANCELLED", "ENGINE_WORKER_FAILED", "ENGINE_KERNELS_MISSING"]);
