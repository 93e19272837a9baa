import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import type { AuditContext } from "../../engine/src/core/audit/audit-case.js";
import { bareRowEvidence, nextRowEvidence, rowEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_ANSWER, NO_BARE_ROW, NO_BATCH, type PriorAnswer } from "../../engine/src/core/audit/evidence-types.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { nextHead } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import type { Receipt } from "../../engine/src/core/ledger/bucket-rows.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { answer, deployAnswered, LANES, payDirectly, postContent, receipt } from "../helpers/answered-bucket.js";
import { loadFixture } from "../helpers/chain.js";
import { deployLedger, type LedgerWorld } from "../helpers/deploy-ledger.js";
import { mutable } from "../helpers/mutable.js";
import { verdict } from "../helpers/refuted.js";
import { open } from "../helpers/units.js";
import { signVoucher } from "../helpers/voucher.js";
import { seeded } from "../vectors/seeded.js";

type Honest = {
  readonly content: BatchContent;
  readonly context: AuditContext;
  readonly posted: Awaited<ReturnType<typeof postContent>>["evidence"];
};

/** Both buckets of {@link deployAnswered}, answered honestly. */
async function deployHonest() {
  const world = await deployAnswered();
  const first = { ...world.asked, posted: (await postContent(world, world.asked.content)).evidence };
  const second = { ...world.next, posted: (await postContent(world, world.next.content)).evidence };
  return { ...world, batches: [first, second] satisfies Honest[] };
}

/** Settles a voucher for `fee` more, with whatever head. */
async function settleHead(world: LedgerWorld, payer: HardhatEthersSigner, fee: bigint, head: Hex): Promise<void> {
  const { vault, host, modelId } = world;
  const { cumulative } = await vault.channelOf(payer, host, modelId);
  const voucher = { payer: payer.address, payee: host.address, modelId, cumulativeFee: cumulative + fee, head };
  await vault.connect(host).settle(voucher, await signVoucher(vault, payer, voucher));
}

const after = (head: Hex, { requestHash, fee }: Receipt, previousResponseHash: Hex): Hex =>
  nextHead(head, { requestHash, fee, previousResponseHash });

/**
 * Two buckets of payers who sign whatever may convict: a direct payment of the same request and fee as a channel's first receipt, another
 * channel with the same heads, heads that stay or come back, a head that its receipts reach with other fees, head 0, and receipts of fee 0.
 */
async function deployCunning() {
  const world = await deployLedger();
  const { vault, token, payer, mallory, host, deployer } = world;
  await token.connect(deployer).transfer(mallory, open(1_000));
  await token.connect(mallory).approve(vault, open(1_000));
  for (const each of [payer, mallory]) await vault.connect(each).deposit(host, open(100));
  const random = seeded("cunning");
  const asked = (name: string, given: Partial<Receipt> = {}): Receipt => {
    return { ...receipt(name, random.lanes(LANES)), ...given };
  };
  const [first, second, third, fourth, fifth] = ["1", "2", "3", "4", "5"].map((name) => asked(name));
  const free = asked("free", { fee: 0n });
  const twin = { ...asked("twin"), requestHash: first!.requestHash };

  const h1 = after(ZERO_HASH, first!, ZERO_HASH);
  const h2 = after(after(h1, free, first!.responseHash), second!, free.responseHash);
  await settleHead(world, payer, first!.fee, h1);
  await payDirectly(world, twin); // the same request and fee, another answer
  await settleHead(world, mallory, first!.fee, h1); // another channel's head, with the same receipt, answered otherwise
  await settleHead(world, payer, second!.fee, h2);
  await settleHead(world, payer, 7n, h2); // the head stays: nothing leads from it to itself
  const h3 = after(h2, third!, ZERO_HASH);
  await settleHead(world, payer, third!.fee, h3);
  const receipts = [[first!], [twin], [{ ...asked("copy"), ...named(first!) }], [free, second!], [], [third!]];
  const one = await answer(world, receipts, { parent: undefined, lastAnswers: new Map(), ancestors: [] });
  const onePosted = (await postContent(world, one.content)).evidence;

  const h4 = after(h3, fourth!, third!.responseHash);
  await settleHead(world, payer, fourth!.fee + 1n, h4); // other fees than the head's receipt
  await settleHead(world, payer, 5n, h1); // a head that was there before
  await settleHead(world, payer, 5n, ZERO_HASH);
  await settleHead(world, payer, fifth!.fee, after(ZERO_HASH, fifth!, ZERO_HASH));
  const h5 = after(h1, { ...second! }, (receipts[2]![0] as Receipt).responseHash);
  await settleHead(world, mallory, second!.fee, h5);
  await payDirectly(world, twin); // the same direct payment again
  const ancestors = [{ posted: onePosted, rows: one.content.rows, settlements: one.context.settlements }];
  const before = { parent: one.content.earnings, lastAnswers: one.lastAnswers, ancestors };
  const two = await answer(world, [[], [], [], [fifth!], [second!], [twin]], before);
  const twoPosted = (await postContent(world, two.content)).evidence;
  const batches: Honest[] = [
    { ...one, posted: onePosted },
    { ...two, posted: twoPosted },
  ];
  return { ...world, batches };
}

function named({ requestHash, fee }: Receipt): Pick<Receipt, "requestHash" | "fee"> {
  return { requestHash, fee };
}

/** Every answer that some row of a standing batch gave: what a challenger can show. */
function allAnswers(batches: readonly Honest[], own: Honest): PriorAnswer[] {
  return batches.flatMap(({ content, context, posted }) =>
    content.rows.flatMap(({ sequence }, index) => {
      const { settlement } = context.settlements[Number(sequence)]!;
      const elsewhere = { row: bareRowEvidence(content.rows, index), settlement, posted };
      return posted === own.posted ? [elsewhere, { ...elsewhere, posted: NO_BATCH }] : [elsewhere];
    }),
  );
}

for (const [name, deploy] of [
  ["honest batches", deployHonest],
  ["honest batches for payers who sign any head", deployCunning],
] as const) {
  describe(`RowProver, given ${name}`, () => {
    it("is what the engine's own audit finds no fault in", async () => {
      const { batches } = await loadFixture(deploy);
      for (const { posted, content, context } of batches) {
        expect(findFault({ posted, content }, context)).to.equal(undefined);
      }
    });

    it("refutes no list", async () => {
      const { rowProver, batches } = await loadFixture(deploy);
      for (const { posted, content } of batches) {
        for (const [i, { entries }] of content.rows.entries()) {
          for (const entry of entries.keys()) {
            const call = rowProver.refuteRow.staticCall(...mutable([posted, rowEvidence(content, i), entry] as const));
            expect(await verdict(rowProver, call)).to.equal("ProverStepIsRight");
          }
        }
      }
    });

    it("refutes no step and no end, whatever rows and settlements are shown", async () => {
      const { rowProver, batches } = await loadFixture(deploy);
      for (const { posted, content, context } of batches) {
        const rows = content.rows.map((_, i) => bareRowEvidence(content.rows, i));
        const nexts = content.rows.flatMap((_, i) => (i > 0 ? [nextRowEvidence(content.rows, i)] : []));
        const right = { steps: 0, ends: 0 };
        for (const row of rows) {
          for (const next of [...rows, ...nexts, NO_BARE_ROW]) {
            for (const { settlement } of context.settlements) {
              const args = mutable([posted, row, next, settlement] as const);
              const step = await verdict(rowProver, rowProver.refuteStep.staticCall(...args));
              const end = await verdict(rowProver, rowProver.refuteEnd.staticCall(...args));
              expect(step).to.match(/^Prover/);
              expect(end).to.match(/^Prover/);
              if (step === "ProverStepIsRight") right.steps++;
              if (end === "ProverStepIsRight" && row.index + 1 < rows.length) right.ends++;
            }
          }
        }
        const ends = context.settlements.length - 1;
        expect(right).to.deep.equal({ steps: rows.length - 1 - ends, ends });
      }
    });

    it("refutes no start, whatever answer is shown as the one before", async () => {
      const { rowProver, batches } = await loadFixture(deploy);
      for (const batch of batches) {
        const { posted, content, context } = batch;
        const answers = [NO_ANSWER, ...allAnswers(batches, batch)];
        for (const [i, { sequence }] of content.rows.entries()) {
          if (i > 0 && content.rows[i - 1]!.sequence === sequence) continue;
          const [row, previous] =
            i > 0
              ? [nextRowEvidence(content.rows, i), bareRowEvidence(content.rows, i - 1)]
              : [bareRowEvidence(content.rows, i), NO_BARE_ROW];
          const { settlement } = context.settlements[Number(sequence)]!;
          const verdicts = new Set<string | undefined>();
          for (const prior of answers) {
            const args = mutable([posted, row, previous, settlement, prior] as const);
            verdicts.add(await verdict(rowProver, rowProver.refuteStart.staticCall(...args)));
          }
          for (const each of verdicts) expect(each).to.match(/^Prover/);
          expect(verdicts).to.include("ProverStepIsRight"); // with the right answer before, or without need of one
        }
      }
    });
  });
}
