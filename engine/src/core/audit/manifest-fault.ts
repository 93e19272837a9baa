import type { Hex } from "../hash/hex.js";
import type { Entry } from "../hash/structs.js";
import type { Manifest } from "../pipeline/manifest.js";
import type { AccumulateCall } from "./dot-evidence.js";
import type { CellProof, ContributionCellsProof } from "./evidence-types.js";

// Arguments are in the order of the contract's parameters; the first is the model's id.

/** A cell whose weight is not `max(0, h · b)`. */
export type WeightFault = {
  readonly proof: "weight";
  readonly cell: number;
  /** Place of the cell's own Datanet in the manifest's versions. */
  readonly version: number;
  readonly given: bigint;
  readonly expected: bigint;
  readonly prepare: readonly AccumulateCall[];
  readonly prover: "manifestProver";
  readonly method: "refuteWeight";
  /** The last two are the lanes of h and of b. */
  readonly args: readonly [bigint, Manifest, CellProof, ContributionCellsProof, Hex, Hex];
};

/** A contribution whose Datanet is none of the manifest's, or that nobody made. */
export type VersionFault = {
  readonly proof: "version";
  readonly contribution: number;
  readonly prover: "manifestProver";
  readonly method: "refuteVersion";
  readonly args: readonly [bigint, Manifest, ContributionCellsProof];
};

/** A default list that is not that of the cells of largest weight. */
export type DefaultsFault = { readonly proof: "defaults"; readonly cell: number; readonly prover: "manifestProver" } & (
  | {
      readonly reason: "another share";
      readonly method: "refuteDefault";
      readonly args: readonly [bigint, readonly Entry[], number, CellProof];
    }
  | {
      readonly reason: "left out";
      readonly method: "refuteDefaultOmitted";
      readonly args: readonly [bigint, readonly Entry[], CellProof];
    }
);

/** Contributions and cells that do not fit together. */
export type TableFault = { readonly proof: "table"; readonly prover: "manifestProver" } & (
  | {
      readonly reason: "no cells" | "first cell" | "last cell";
      readonly contribution: number;
      readonly method: "refuteRange";
      readonly args: readonly [bigint, ContributionCellsProof];
    }
  | {
      readonly reason: "gap" | "unsorted";
      /** The later of the two. */
      readonly contribution: number;
      readonly method: "refuteGap";
      readonly args: readonly [bigint, ContributionCellsProof, ContributionCellsProof];
    }
  | {
      readonly reason: "no such contribution" | "no vector" | "another contribution's";
      readonly cell: number;
      readonly method: "refuteCell";
      readonly args: readonly [bigint, CellProof, ContributionCellsProof];
    }
);

/** A bundle that is not what was registered: its numbers show nothing to a contract. */
export type UnregisteredFault = { readonly proof: "manifest"; readonly reason: string };

/** A wrong step of a manifest. Those with `method` are refuted by calling it on `prover` with `args`. */
export type ManifestFault = TableFault | DefaultsFault | VersionFault | WeightFault | UnregisteredFault;
