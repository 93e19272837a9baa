import { batchId, signersHash } from "../../../engine/src/core/hash/batch-id.js";
import { DIRECT_HEAD, directHead } from "../../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import { SETTLEMENT } from "../../../engine/src/core/hash/schemas.js";
import { structHash } from "../../../engine/src/core/hash/struct-hash.js";
import type { Batch, Earning } from "../../../engine/src/core/hash/structs.js";
import { earningsTree } from "../../../engine/src/core/ledger/earnings.js";
import { merkleProof } from "../../../engine/src/core/tree/merkle.js";
import type { Content, Posted } from "../../model/ledger-state.js";
import type { Head, State } from "../../model/state.js";
import type { SettlementRef } from "../../model/views.js";
import { BATCH_TYPES, batchWith, ledgerDomain } from "../attest.js";
import { ethers } from "../chain.js";
import { hashOf } from "../hashes.js";
import type { Stage } from "./stage.js";

// From the model's names to what stands on the chain: addresses, hashes, ids and trees.

export function signerOf({ accounts }: Stage, name: string) {
  return accounts[name as keyof typeof accounts];
}

export function addressOf(stage: Stage, name: string): Hex {
  const contract = { staking: 1, vault: 1, ledger: 1, models: 1 }[name];
  const holder = contract === undefined ? signerOf(stage, name).address : stage.world[name as "vault"].target;
  return holder as Hex;
}

export function headOf(head: Head): Hex {
  if (head === "") return ZERO_HASH;
  if (head === "direct") return DIRECT_HEAD;
  const [direct, request, amount] = head.split(" ");
  return direct === "direct" ? directHead(hashOf(request!), BigInt(amount!)) : hashOf(head);
}

export function settlementOf(stage: Stage, settlement: SettlementRef) {
  const { cumulativeBefore, amount, contributorsPart, headBefore, headAfter } = settlement;
  return {
    modelId: BigInt(settlement.model),
    bucket: BigInt(settlement.bucket),
    sequence: BigInt(settlement.sequence),
    payer: addressOf(stage, settlement.payer),
    payee: addressOf(stage, settlement.payee),
    ...{ cumulativeBefore, amount, contributorsPart },
    headBefore: headOf(headBefore),
    headAfter: headOf(headAfter),
  };
}

export const settlementHash = (stage: Stage, settlement: SettlementRef | undefined): Hex =>
  settlement === undefined ? ZERO_HASH : structHash(SETTLEMENT, settlementOf(stage, settlement));

export function earningsOf({ contributionIds }: Stage, state: State, { model, earnings }: Content): Earning[] {
  return state.models[model]!.contributions.map((contribution, leaf) => ({
    contributionId: contributionIds[contribution]!,
    ...earnings[leaf]!,
    statementRoot: hashOf(`statement ${String(leaf)}`),
    count: 1,
  }));
}

export async function batchOf(stage: Stage, state: State, content: Content): Promise<Batch> {
  return batchWith(earningsOf(stage, state, content), {
    modelId: BigInt(content.model),
    bucket: BigInt(content.bucket),
    parent: content.parent === 0 ? ZERO_HASH : await idOf(stage, state, content.parent),
    dataHash: hashOf(`bundle ${String(content.salt)}`),
  });
}

export async function postedOf(stage: Stage, state: State, { content, signers }: Posted) {
  const batch = await batchOf(stage, state, content);
  const domain = await ledgerDomain(stage.world);
  const digest = ethers.TypedDataEncoder.hash(domain, BATCH_TYPES, batch) as Hex;
  return { batch, digest, signers: signers.map((name) => addressOf(stage, name)) };
}

export async function idOf(stage: Stage, state: State, id: number): Promise<Hex> {
  const { batch, digest, signers } = await postedOf(stage, state, state.posted[id - 1]!);
  return batchId({ digest, signers, earningsRoot: batch.earningsRoot });
}

/** Leaf `leaf` of batch `id`, with its proof, and what the batch's id is made of. */
export async function leafOf(stage: Stage, state: State, id: number, leaf: number) {
  const posted = state.posted[id - 1]!;
  const { batch, digest, signers } = await postedOf(stage, state, posted);
  const earnings = earningsOf(stage, state, posted.content);
  const proof = merkleProof(earningsTree(earnings), leaf);
  const signed = { digest, signersHash: signersHash(signers), earningsRoot: batch.earningsRoot };
  return { ...{ batch, signers, signed, proof }, earning: earnings[leaf]! };
}
