import type { AddressLike, BigNumberish } from "ethers";

import type * as ledger from "../../typechain-types/interfaces/IAttributionLedger.js";
import type * as disputes from "../../typechain-types/interfaces/IDisputes.js";
import type { IContributionRegistry } from "../../typechain-types/interfaces/IContributionRegistry.js";
import type * as vault from "../../typechain-types/interfaces/IInferenceVault.js";
import type * as models from "../../typechain-types/interfaces/IModelRegistry.js";
import type { Given } from "./given.js";

// The contracts' structs as the SDK's actions take them: one place, because they are only names.

export type BatchStruct = Given<ledger.BatchStruct>;
export type ClaimItemStruct = Given<ledger.ClaimItemStruct>;
export type ChunkProofStruct = Given<IContributionRegistry.ChunkProofStruct>;
export type EntryStruct = Given<models.EntryStruct>;
export type ManifestStruct = Given<models.ManifestStruct>;
export type PostedBatchStruct = Given<ledger.PostedBatchStruct>;
export type RowProofStruct = Given<disputes.RowProofStruct>;
export type StepDifferenceStruct = Given<disputes.StepDifferenceStruct>;
export type TrajectoryStruct = Given<disputes.TrajectoryStruct>;
export type VoucherStruct = Given<vault.VoucherStruct>;

/** What an owner signs so that somebody else may send their claims. */
export type ClaimAuthorizationStruct = {
  readonly owner: AddressLike;
  readonly recipient: AddressLike;
  readonly nonce: BigNumberish;
  readonly deadline: BigNumberish; // Unix seconds
};

/** What a payer signs so that a contract may take its OPEN (ERC-3009). */
export type ReceiveAuthorizationStruct = {
  readonly from: AddressLike;
  readonly to: AddressLike;
  readonly value: BigNumberish; // token base units
  readonly validAfter: BigNumberish; // Unix seconds, exclusive
  readonly validBefore: BigNumberish; // Unix seconds, exclusive
  readonly nonce: string;
};
