import type { ModelBundle } from "../bundle/model-bundle.js";
import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { recipeHash } from "../json/recipe-hash.js";
import { contributionTree, responseTree } from "../ledger/model.js";

/** `Manifest` of contracts/types, field by field. */
export type Manifest = {
  readonly baseHash: Hex;
  readonly parents: readonly bigint[];
  readonly versions: readonly { readonly datanetId: bigint; readonly version: number; readonly heldOutRoot: Hex }[];
  readonly seed: Hex;
  readonly engineHash: Hex;
  readonly recipeHash: Hex;
  readonly weightsHash: Hex;
  readonly contributionRoot: Hex;
  readonly contributionCount: number;
  readonly responseRoot: Hex;
  readonly cellCount: number;
  readonly lanes: number;
  readonly responseScaleBits: number;
  readonly dataHash: Hex;
};

/** What of a manifest is not in its bundle. */
export type Provenance = Pick<Manifest, "baseHash" | "parents" | "seed" | "engineHash" | "dataHash">;

/** What of a bundle a manifest commits to; its vectors through the cells' roots. */
export type Registrable = Pick<ModelBundle, "manifest" | "adapter"> & {
  readonly responses: { readonly lanes: number };
};

/** The manifest that a bundle's content gives: what a trainer registers, and what an auditor compares with. */
export function manifestOf(bundle: Registrable, provenance: Provenance): Manifest {
  const { manifest, adapter, responses } = bundle;
  const { baseHash, parents, seed, engineHash, dataHash } = provenance;
  return {
    baseHash,
    parents,
    versions: manifest.versions.map(({ datanetId, version, heldOutRoot }) => ({ datanetId, version, heldOutRoot })),
    seed,
    engineHash,
    recipeHash: recipeHash(manifest.recipe),
    weightsHash: keccak(adapter),
    contributionRoot: contributionTree(manifest.contributions).root,
    contributionCount: manifest.contributions.length,
    responseRoot: responseTree(manifest.cells).root,
    cellCount: manifest.cells.length,
    lanes: responses.lanes,
    responseScaleBits: manifest.responseScaleBits,
    dataHash,
  };
}
