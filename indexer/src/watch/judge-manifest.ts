import { findManifestFault } from "../../../engine/src/core/audit/find-manifest-fault.js";
import type { ManifestFault } from "../../../engine/src/core/audit/manifest-fault.js";
import { type PublishedModel, registeredModel } from "../model.js";
import type { World } from "../replay.js";
import { RIGHT, type Verdict } from "./verdict.js";

/** A fault of a manifest that a contract can be shown. */
export type RefutableManifestFault = Extract<ManifestFault, { readonly method: string }>;

export type ManifestJudgement = { readonly verdict: Verdict; readonly fault?: RefutableManifestFault };

/** Computes a model's tables, weights and default list again from the vectors it was published with. A fallen model needs no more. */
export function judgeManifest({ registries }: World, { record, bundle }: PublishedModel): ManifestJudgement {
  if (registries.fallen.has(record.modelId)) return { verdict: RIGHT.verdict };
  const datanetOf = new Map([...registries.contributions].map(([id, { datanetId }]) => [id, datanetId]));
  const fault = findManifestFault(bundle, { registered: registeredModel(record), datanetOf });
  if (fault === undefined) return { verdict: RIGHT.verdict };
  if ("method" in fault) return { verdict: { kind: "refutable", detail: fault.proof }, fault };
  return { verdict: { kind: "unprovable", detail: `${fault.proof}: ${fault.reason}` } };
}
