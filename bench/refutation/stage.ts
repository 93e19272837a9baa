import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { isError } from "ethers";

import type { Fault } from "../../engine/src/core/audit/fault.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import type { SignedId } from "../../engine/src/core/audit/audit-case.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Batch } from "../../engine/src/core/hash/structs.js";
import { ENTRY, SETTLEMENT } from "../../engine/src/core/hash/schemas.js";
import { structHash, structListHash } from "../../engine/src/core/hash/struct-hash.js";
import { batchOf, type BatchContent, type BucketInput } from "../../engine/src/core/ledger/compute-batch.js";
import { contributionTree, type LedgerModel, responseTree } from "../../engine/src/core/ledger/model.js";
import { BATCH_TYPES, ledgerDomain } from "../../test/helpers/attest.js";
import { ethers } from "../../test/helpers/chain.js";
import { hashOf } from "../../test/helpers/hashes.js";

/** The ledger and all provers, with a stand-in for everything else; one attestor signs anything. */
export async function openStage() {
  const [attestor] = await ethers.getSigners();
  const stage = await ethers.deployContract("ProofStage");
  const dots = await ethers.deployContract("DotProducts");
  const provers = {
    scoreProver: await ethers.deployContract("ScoreProver", [stage, dots]),
    rowProver: await ethers.deployContract("RowProver", [stage, stage]),
    statementProver: await ethers.deployContract("StatementProver", [stage, stage]),
    earningsProver: await ethers.deployContract("EarningsProver", [stage]),
  };
  const availability = await ethers.deployContract("DataAvailability", [stage, stage, stage]);
  const judges = [...Object.values(provers), availability];
  const ledger = await ethers.deployContract("AttributionLedger", [
    ...[stage, stage, stage, stage, stage, stage],
    await Promise.all(judges.map((judge) => judge.getAddress())),
  ]);
  for (const judge of judges) await judge.wire(ledger);
  return { stage, provers, availability, ledger, attestor: attestor! };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function showModel({ stage }: Stage, model: LedgerModel): Promise<void> {
  await stage.setModel(model.modelId, {
    manifestHash: hashOf("manifest"),
    contributionRoot: contributionTree(model.contributions).root,
    responseRoot: responseTree(model.cells).root,
    defaultsHash: structListHash(ENTRY, model.defaults),
    contributionCount: model.contributions.length,
    cellCount: model.cells.length,
    lanes: model.responses.lanes,
    opensAt: 0,
    retiredAt: 0,
    settlesUntil: 0,
    fellAt: 0,
  });
}

export async function showBucket(
  { stage, ledger }: Stage,
  { model, bucket, contributorsBps, settlements }: BucketInput,
) {
  const hashes = settlements.map(({ settlement }) => structHash(SETTLEMENT, settlement));
  for (let at = 0; at < hashes.length; at += SETTLEMENTS_AT_ONCE) {
    await stage.settle(model.modelId, bucket, hashes.slice(at, at + SETTLEMENTS_AT_ONCE));
  }
  await stage.closeBucket(ledger, model.modelId, bucket, contributorsBps);
}

/** As many as fit a transaction. */
const SETTLEMENTS_AT_ONCE = 200;

/** Signs and posts a batch, right or wrong. `signed`: what is signed instead of what follows from the content. */
export async function post(stage: Stage, content: BatchContent, signed: Partial<Batch> = {}): Promise<PostedBatch> {
  const { ledger, attestor } = stage;
  const parent = (await ledger.headOf(content.modelId)) as Hex;
  const batch = { ...batchOf(content, parent, hashOf("bundle")), ...signed };
  const signature = await sign(stage, attestor, batch);
  await ledger.post(batch, [attestor], [signature], "urn:batch");
  return { batch, signers: [attestor.address as Hex] };
}

/** What the next batch knows of its parent: enough to prove an earning of it. */
export async function signedId({ ledger }: Stage, { batch, signers }: PostedBatch): Promise<SignedId> {
  return { digest: (await ledger.batchDigest(batch)) as Hex, signersHash: signersHash(signers) };
}

async function sign(stage: Stage, attestor: HardhatEthersSigner, batch: object): Promise<string> {
  return attestor.signTypedData(await ledgerDomain(stage as never), BATCH_TYPES, batch);
}

type Provable = Extract<Fault, { method: string }>;

/** Sends a fault's proof. @returns its gas; throws what the chain throws. */
export async function refute(
  { provers }: Stage,
  fault: Provable,
  args: readonly unknown[] = fault.args,
): Promise<number> {
  const prover = provers[fault.prover as keyof Stage["provers"]];
  const call = prover.getFunction(fault.method as never) as unknown as (...args: unknown[]) => Promise<Sent>;
  return Number((await (await call(...args)).wait())!.gasUsed);
}

type Sent = { wait: () => Promise<{ gasUsed: bigint } | null> };

/** Whether the chain refuses the proof, without sending it. Throws what is no answer of the chain's. */
export async function isRefused(
  { provers }: Stage,
  { prover, method }: Pick<Provable, "prover" | "method">,
  args: readonly unknown[],
): Promise<boolean> {
  return isReverted(provers[prover as keyof Stage["provers"]].getFunction(method as never), args);
}

/** Whether a call reverts. Arguments that cannot be encoded are no answer: they throw. */
export async function isReverted(call: unknown, args: readonly unknown[]): Promise<boolean> {
  try {
    await (call as { staticCall: (...args: unknown[]) => Promise<unknown> }).staticCall(...args);
    return false;
  } catch (error) {
    if (error instanceof TypeError || isError(error, "INVALID_ARGUMENT") || isError(error, "BAD_DATA")) throw error;
    return true;
  }
}
