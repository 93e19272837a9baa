import type * as structs from "./structs.js";
import { defineStruct, structListHash } from "./struct-hash.js";

/** The EIP-712 types of docs/file-formats.md, in its order. A field's place here is its place in the hash. */

export const CHUNK = defineStruct<structs.Chunk>("Chunk", [
  ["contentHash", "bytes32"],
  ["length", "uint32"],
]);

export const LOG_ENTRY = defineStruct<structs.LogEntry>("LogEntry", [
  ["kind", "uint8"],
  ["contributionId", "uint256"],
  ["value", "bytes32"],
]);

export const CELL = defineStruct<structs.Cell>("Cell", [
  ["contribution", "uint32"],
  ["weight", "uint64"],
  ["vectorRoot", "bytes32"],
]);

export const CONTRIBUTION_CELLS = defineStruct<structs.ContributionCells>("ContributionCells", [
  ["contributionId", "uint256"],
  ["firstCell", "uint32"],
  ["cellCount", "uint32"],
]);

export const ENTRY = defineStruct<structs.Entry>("Entry", [
  ["cell", "uint32"],
  ["share", "uint128"],
]);

export const ROW = defineStruct<structs.Row>(
  "Row",
  [
    ["sequence", "uint64"],
    ["head", "bytes32"],
    ["cumulativeFee", "uint128"],
    ["requestHash", "bytes32"],
    ["responseHash", "bytes32"],
    ["queryRoot", "bytes32"],
  ],
  { name: "entries", hash: (row) => structListHash(ENTRY, row.entries), item: ENTRY },
);

export const CREDIT = defineStruct<structs.Credit>("Credit", [
  ["row", "uint32"],
  ["entry", "uint8"],
  ["amount", "uint128"],
]);

export const EARNING = defineStruct<structs.Earning>("Earning", [
  ["contributionId", "uint256"],
  ["cumulative", "uint128"],
  ["statementRoot", "bytes32"],
  ["sum", "uint128"],
  ["count", "uint32"],
]);

export const SETTLEMENT = defineStruct<structs.Settlement>("Settlement", [
  ["modelId", "uint256"],
  ["bucket", "uint64"],
  ["sequence", "uint64"],
  ["payer", "address"],
  ["payee", "address"],
  ["cumulativeBefore", "uint128"],
  ["amount", "uint128"],
  ["contributorsPart", "uint128"],
  ["headBefore", "bytes32"],
  ["headAfter", "bytes32"],
]);

export const VOUCHER = defineStruct<structs.Voucher>("Voucher", [
  ["payer", "address"],
  ["payee", "address"],
  ["modelId", "uint256"],
  ["cumulativeFee", "uint128"],
  ["head", "bytes32"],
]);

export const BATCH = defineStruct<structs.Batch>("Batch", [
  ["modelId", "uint256"],
  ["bucket", "uint64"],
  ["parent", "bytes32"],
  ["rowRoot", "bytes32"],
  ["rowCount", "uint32"],
  ["earningsRoot", "bytes32"],
  ["dataHash", "bytes32"],
]);

export const CLAIM_AUTHORIZATION = defineStruct<structs.ClaimAuthorization>("ClaimAuthorization", [
  ["owner", "address"],
  ["recipient", "address"],
  ["nonce", "uint256"],
  ["deadline", "uint256"],
]);

export const TRAJECTORY_STATE = defineStruct<structs.TrajectoryState>("TrajectoryState", [
  ["step", "uint32"],
  ["state", "bytes32"],
]);

export const TRAJECTORY_RESULT = defineStruct<structs.TrajectoryResult>("TrajectoryResult", [
  ["steps", "uint32"],
  ["result", "bytes32"],
]);
