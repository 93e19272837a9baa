import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { TypedDataDomain, TypedDataField } from "ethers";

import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import { batchId } from "../../engine/src/core/hash/batch-id.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Batch, Earning } from "../../engine/src/core/hash/structs.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { ethers } from "./chain.js";
import type { LedgerWorld } from "./deploy-ledger.js";
import { hashOf } from "./hashes.js";

/** EIP-712 types of what the ledger checks: written down here once more, independently of engine and contracts. */
export const BATCH_TYPES: Record<string, TypedDataField[]> = {
  Batch: [
    { name: "modelId", type: "uint256" },
    { name: "bucket", type: "uint64" },
    { name: "parent", type: "bytes32" },
    { name: "rowRoot", type: "bytes32" },
    { name: "rowCount", type: "uint32" },
    { name: "earningsRoot", type: "bytes32" },
    { name: "dataHash", type: "bytes32" },
  ],
};

export async function ledgerDomain({ ledger }: Pick<LedgerWorld, "ledger">): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork();
  const verifyingContract = await ledger.getAddress();
  return { name: "OpenLedger AttributionLedger", version: "1", chainId, verifyingContract };
}

/** The attestors in the order the ledger asks for. */
export function ascending(attestors: readonly HardhatEthersSigner[]): HardhatEthersSigner[] {
  return [...attestors].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

/** What `post` takes: the batch, its signers in order, and their signatures. */
export async function attest(world: LedgerWorld, batch: Batch, attestors: readonly HardhatEthersSigner[]) {
  const domain = await ledgerDomain(world);
  const sorted = ascending(attestors);
  const signatures = await Promise.all(sorted.map((each) => each.signTypedData(domain, BATCH_TYPES, batch)));
  return { batch, signers: sorted.map(({ address }) => address as Hex), signatures };
}

/** A batch of made-up rows whose earnings are given: for tests of money. */
export function batchWith(earnings: readonly Earning[], given: Partial<Batch> = {}): Batch {
  return {
    modelId: 1n,
    bucket: 0n,
    parent: ZERO_HASH,
    rowRoot: hashOf("rows"),
    rowCount: 1,
    earningsRoot: earningsTree(earnings).root,
    dataHash: hashOf("bundle"),
    ...given,
  };
}

/**
 * Earnings of the world's contributions: `cumulative` token base units each, in their order, 0 where not given; then of
 * made-up contributions up to `leaves`.
 */
export function earningsOf(
  { contributionIds }: Pick<LedgerWorld, "contributionIds">,
  cumulative: readonly bigint[],
  leaves = contributionIds.length,
): Earning[] {
  return Array.from({ length: leaves }, (_, i) => ({
    contributionId: contributionIds[i] ?? BigInt(1_000_000 + i),
    cumulative: cumulative[i] ?? 0n,
    statementRoot: hashOf(`statement ${i}`),
    sum: 0n,
    count: 0,
  }));
}

export type Posted = PostedBatch & { readonly id: Hex; readonly digest: Hex; readonly finalAt: bigint };

/** Signs and posts. */
export async function post(
  world: LedgerWorld,
  batch: Batch,
  attestors: readonly HardhatEthersSigner[] = [world.attestor1, world.attestor2],
): Promise<Posted> {
  const { ledger } = world;
  const { signers, signatures } = await attest(world, batch, attestors);
  await ledger.post(batch, signers, signatures, "urn:batch");
  const digest = (await ledger.batchDigest(batch)) as Hex;
  const { finalAt } = await ledger.batchOf(batch.modelId, batch.bucket);
  return { batch, signers, digest, id: batchId({ digest, signers, earningsRoot: batch.earningsRoot }), finalAt };
}
