import type { ManifestJson } from "../bundle/manifest-json.js";
import type { Entry } from "../hash/structs.js";
import type { LaneMatrix } from "../ledger/lanes.js";
import type { Manifest } from "../pipeline/manifest.js";

/** A published model bundle: row c of `responses` is cell c's vector, row v of `heldOut` version v's. */
export type PublishedModel = {
  readonly manifest: ManifestJson;
  readonly responses: LaneMatrix;
  readonly heldOut: LaneMatrix;
};

/** A model as its registration shows it. */
export type RegisteredModel = {
  readonly modelId: bigint;
  readonly manifest: Manifest;
  readonly defaults: readonly Entry[];
};

/** What an auditor of a manifest knows from the chain. */
export type ManifestContext = {
  readonly registered: RegisteredModel;
  /** Datanet of every contribution. */
  readonly datanetOf: ReadonlyMap<bigint, bigint>;
};
