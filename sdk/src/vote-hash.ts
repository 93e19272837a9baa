import { AbiCoder, keccak256 } from "ethers";

import { VERDICT, type VerdictName } from "./verdict.js";

/** A panel member's vote, before it is revealed. Keep the salt: without it a vote cannot be revealed. */
export type Vote = {
  readonly disputeId: bigint;
  readonly verdict: Exclude<VerdictName, "undecided">;
  /** 32 random bytes as 0x hex. */
  readonly salt: string;
};

/** What `voter` commits to: docs/file-formats.md, "Trajectories". */
export function voteHash(voter: string, { disputeId, verdict, salt }: Vote): string {
  const types = ["address", "uint256", "uint8", "bytes32"];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [voter, disputeId, VERDICT[verdict], salt]));
}
