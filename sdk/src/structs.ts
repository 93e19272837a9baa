import type { AddressLike, BigNumberish } from "ethers";

/** The contracts' structs as the SDK's actions take them. */
export type {
  BatchStruct,
  ClaimItemStruct,
  PostedBatchStruct,
} from "../../typechain-types/interfaces/IAttributionLedger.js";
export type { IContributionRegistry } from "../../typechain-types/interfaces/IContributionRegistry.js";
export type { EntryStruct, ManifestStruct } from "../../typechain-types/interfaces/IModelRegistry.js";
export type { VoucherStruct } from "../../typechain-types/interfaces/IInferenceVault.js";

/** What an owner signs so that somebody else may send their claims. */
export type ClaimAuthorizationStruct = {
  readonly owner: AddressLike;
  readonly recipient: AddressLike;
  readonly nonce: BigNumberish;
  readonly deadline: BigNumberish; // Unix seconds
};
