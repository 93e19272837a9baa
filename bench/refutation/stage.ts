import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import type { Fault } from "../../engine/src/core/audit/fault.js";
import type { PostedBatch } from "../../engine/src/core/audit/evidence-types.js";
import type { SignedId } from "../../engine/src/core/audit/audit-case.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
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
  const judges = Object.values(provers);
  const ledger = await ethers.deployContract("AttributionLedger", [
    ...[stage, stage, stage, stage, stage, stage],
    await Promise.all(judges.map((judge) => judge.getAddress())),
  ]);
  for (const judge of judges) await judge.wire(ledger);
  return { stage, provers, ledger, attestor: attestor! };
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
  await stage.setBucket(ledger, model.modelId, bucket, contributorsBps, hashes);
}

/** Signs and posts a batch, right or wrong. */
export async function post(stage: Stage, content: BatchContent): Promise<PostedBatch> {
  const { ledger, attestor } = stage;
  const parent = (await ledger.headOf(content.modelId)) as Hex;
  const batch = batchOf(content, parent, hashOf("bundle"));
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

/** Whether the chain refuses the proof, without sending it. */
export async function isRefused({ provers }: Stage, fault: Provable, args: readonly unknown[]): Promise<boolean> {
  const prover = provers[fault.prover as keyof Stage["provers"]];
  const call = prover.getFunction(fault.method as never) as unknown as {
    staticCall: (...args: unknown[]) => Promise<unknown>;
  };
  try {
    await call.staticCall(...args);
    return false;
  } catch {
    return true;
  }
}
