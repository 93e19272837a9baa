import { expect } from "chai";

import { earningPreimages, findEarningsNodeFault } from "../../engine/src/core/audit/check-earnings-tree.js";
import { pairPreimages } from "../../engine/src/core/audit/check-tree.js";
import { earningEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_PARENT, type ParentEarning } from "../../engine/src/core/audit/evidence-types.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { signersHash } from "../../engine/src/core/hash/batch-id.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { EARNING } from "../../engine/src/core/hash/schemas.js";
import { encodeWords } from "../../engine/src/core/hash/words.js";
import { type BatchContent, batchOf } from "../../engine/src/core/ledger/compute-batch.js";
import { earningsTree } from "../../engine/src/core/ledger/earnings.js";
import { contributionTree } from "../../engine/src/core/ledger/model.js";
import { merkleProof } from "../../engine/src/core/tree/merkle.js";
import { emptySubtrees } from "../../engine/src/core/tree/padded-tree.js";
import { MERKLE_RULE } from "../../engine/src/core/tree/merkle.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { post } from "../helpers/attest.js";
import { loadFixture } from "../helpers/chain.js";
import { forgedEarnings } from "../helpers/forged-trees.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { refuteFault } from "../helpers/refute-fault.js";
import { withEarning } from "../vectors/corrupt.js";

const AT = 2;

/** The first bucket answered rightly; `next` is what the second must be, `parent` what proves an earning of the first. */
async function deploySecond() {
  const world = await deployAnswered();
  const { asked, next } = world;
  const posted = await postContent(world, asked.content);
  const parentSigned = { digest: posted.digest, signersHash: signersHash(posted.signers) };
  const tree = earningsTree(asked.content.earnings);
  const parentOf = (at: number): ParentEarning => {
    const earning = asked.content.earnings[at]!;
    return { ...parentSigned, earningsRoot: tree.root, earning, proof: merkleProof(tree, at) };
  };
  return { ...world, parentOf, context: { ...next.context, parentSigned } };
}

/** Posts a batch whose earnings tree has another root than the content's. */
async function postRoot(world: Answered, content: BatchContent, earningsRoot: Hex) {
  const batch = { ...batchOf(content, ZERO_HASH, hashOf("bundle")), earningsRoot };
  const { signers } = await post(world, batch);
  return { posted: { batch, signers }, content };
}

describe("EarningsProver", () => {
  describe("refuteContribution", () => {
    it("refutes an earning of another contribution at its place, or of none", async () => {
      for (const contributionId of [1n, 999n, 0n]) {
        const world = await loadFixture(deployAnswered);
        const wrong = withEarning(world.asked.content, AT, { contributionId });
        const { evidence: posted, id } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, world.asked.context);
        await expect(refuteFault(world, fault, "earnings"))
          .to.emit(world.ledger, "BatchRefuted")
          .withArgs(1n, 0n, id, "earnings", world.mallory.address, 1n);
      }
    });

    it("finds every contribution of an honest batch at its place, and takes no other for it", async () => {
      const world = await loadFixture(deployAnswered);
      const { earningsProver, model, asked } = world;
      const { evidence: posted } = await postContent(world, asked.content);
      const table = contributionTree(model.contributions);
      for (const [i, cells] of model.contributions.entries()) {
        const earning = earningEvidence(asked.content, i);
        const args = [posted, earning, cells, merkleProof(table, i)] as const;
        await expect(earningsProver.refuteContribution.staticCall(...mutable(args))).to.be.revertedWithCustomError(
          earningsProver,
          "ProverStepIsRight",
        );

        const other = (i + 1) % model.contributions.length;
        const elsewhere = [posted, earning, model.contributions[other]!, merkleProof(table, other)] as const;
        await expect(earningsProver.refuteContribution.staticCall(...mutable(elsewhere)))
          .to.be.revertedWithCustomError(earningsProver, "ProverBadContributionProof")
          .withArgs(i);
      }
    });
  });

  describe("refuteCumulative", () => {
    for (const [name, change] of [
      ["one too much", 1n],
      ["one too little", -1n],
    ] as const) {
      it(`refutes ${name} in a model's first batch`, async () => {
        const world = await loadFixture(deployAnswered);
        const { cumulative } = world.asked.content.earnings[AT]!;
        const wrong = withEarning(world.asked.content, AT, { cumulative: cumulative + change });
        const { evidence: posted } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, world.asked.context);
        await expect(refuteFault(world, fault, "earnings")).to.emit(world.ledger, "BatchRefuted");
      });

      it(`refutes ${name} in a later one`, async () => {
        const world = await loadFixture(deploySecond);
        const { cumulative } = world.next.content.earnings[AT]!;
        const wrong = withEarning(world.next.content, AT, { cumulative: cumulative + change });
        const { evidence: posted, id } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, world.context);
        await expect(refuteFault(world, fault, "earnings"))
          .to.emit(world.ledger, "BatchRefuted")
          .withArgs(1n, 1n, id, "earnings", world.mallory.address, 1n);
      });
    }

    it("refutes a cumulative that forgets what was earned before", async () => {
      const world = await loadFixture(deploySecond);
      const wrong = withEarning(world.next.content, AT, { cumulative: world.next.content.earnings[AT]!.sum });
      const { evidence: posted } = await postContent(world, wrong);
      const fault = findFault({ posted, content: wrong }, world.context);
      await expect(refuteFault(world, fault, "earnings")).to.emit(world.ledger, "BatchRefuted");
    });

    it("refutes what wraps round uint128: nothing is right then", async () => {
      const world = await loadFixture(deployAnswered);
      const most = 2n ** 128n - 1n;
      const first = withEarning(world.asked.content, AT, { cumulative: most });
      const parent = await postContent(world, first);
      const sum = world.next.content.earnings[AT]!.sum;
      const wrong = withEarning(world.next.content, AT, { cumulative: (most + sum) % 2n ** 128n });
      const { evidence: posted } = await postContent(world, wrong);
      const tree = earningsTree(first.earnings);
      const shown: ParentEarning = {
        digest: parent.digest,
        signersHash: signersHash(parent.signers),
        earningsRoot: tree.root,
        earning: first.earnings[AT]!,
        proof: merkleProof(tree, AT),
      };
      const args = [posted, earningEvidence(wrong, AT), shown] as const;
      await expect(world.earningsProver.refuteCumulative(...mutable(args))).to.emit(world.ledger, "BatchRefuted");
    });

    it("finds every cumulative of honest batches right", async () => {
      const world = await loadFixture(deploySecond);
      const { earningsProver, asked, next, parentOf } = world;
      const second = await postContent(world, next.content);
      const first = { batch: batchOf(asked.content, ZERO_HASH, hashOf("bundle")), signers: second.signers };
      for (const i of next.content.earnings.keys()) {
        for (const args of [
          [first, earningEvidence(asked.content, i), NO_PARENT],
          [second.evidence, earningEvidence(next.content, i), parentOf(i)],
        ] as const) {
          await expect(earningsProver.refuteCumulative.staticCall(...mutable(args))).to.be.revertedWithCustomError(
            earningsProver,
            "ProverStepIsRight",
          );
        }
      }
    });

    it("refuses another parent, none, and another place of it", async () => {
      const world = await loadFixture(deploySecond);
      const { earningsProver, next, parentOf } = world;
      const { evidence: posted } = await postContent(world, next.content);
      const earning = earningEvidence(next.content, AT);
      const right = parentOf(AT);
      for (const [shown, error] of [
        [NO_PARENT, "ProverWrongParent"],
        [{ ...right, digest: hashOf("other") }, "ProverWrongParent"],
        [{ ...right, earningsRoot: earning.proof[0]! }, "ProverWrongParent"],
        [parentOf(AT + 1), "ProverBadParentProof"],
        [{ ...right, earning: { ...right.earning, cumulative: 0n } }, "ProverBadParentProof"],
      ] as const) {
        await expect(
          earningsProver.refuteCumulative(...mutable([posted, earning, shown] as const)),
        ).to.be.revertedWithCustomError(earningsProver, error);
      }
    });
  });

  describe("refuteEarningsNode", () => {
    for (const [name, count] of [
      ["too few earnings", 4],
      ["one earning", 1],
      ["one too many, of the same depth", 6],
      ["enough for a deeper tree", 9],
    ] as const) {
      it(`refutes ${name}, by what the audit finds`, async () => {
        const world = await loadFixture(deployAnswered);
        const { content, context } = world.asked;
        const earnings = Array.from({ length: count }, (_, i) => content.earnings[i] ?? content.earnings[0]!);
        const wrong = { ...content, earnings };
        const { evidence: posted } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, context);
        await expect(refuteFault(world, fault, "earnings")).to.emit(world.ledger, "BatchRefuted");
      });
    }

    it("refutes an empty leaf, empty pairs and padding of anything else, from the nodes alone", async () => {
      const { asked } = await loadFixture(deployAnswered);
      const places = [
        ...[0, 4].map((index) => ({ height: 0, index, change: () => ZERO_HASH })),
        ...[0, 2].map((index) => ({ height: 1, index, change: () => ZERO_HASH })),
        ...[5, 6, 7].map((index) => ({ height: 0, index, change: () => hashOf("padding") })),
        { height: 1, index: 3, change: () => hashOf("padding") },
      ];
      for (const place of places) {
        const world = await loadFixture(deployAnswered);
        const levels = forgedEarnings(asked.content, place);
        const published = await postRoot(world, asked.content, levels.at(-1)![0]!);
        const fault = findEarningsNodeFault(published, asked.context, pairPreimages(levels));
        await expect(refuteFault(world, fault, "earnings")).to.emit(world.ledger, "BatchRefuted");
      }
    });

    it("finds every node of an honest batch's tree right, padding too", async () => {
      const world = await loadFixture(deployAnswered);
      const { earningsProver, asked } = world;
      const { evidence: posted } = await postContent(world, asked.content);
      const preimages = earningPreimages(asked.content.earnings);
      const { levels } = earningsTree(asked.content.earnings);
      const empties = emptySubtrees(MERKLE_RULE, 3);
      const at = (height: number, index: number) => levels[height]![index] ?? empties[height]!;
      for (let height = 0; height <= 3; height++) {
        for (let index = 0; index < 2 ** (3 - height); index++) {
          const proof = levels.slice(height, -1).map((_, k) => at(height + k, Math.floor(index / 2 ** k) ^ 1));
          const node = at(height, index);
          const call = earningsProver.refuteEarningsNode.staticCall(
            ...mutable([posted, node, index, proof, preimages.get(node) ?? "0x"] as const),
          );
          await expect(call).to.be.revertedWithCustomError(earningsProver, "ProverStepIsRight");
        }
      }
    });

    it("refuses what is not a node, an index beyond its level, and what it is not the hash of", async () => {
      const world = await loadFixture(deployAnswered);
      const { earningsProver, asked } = world;
      const { evidence: posted } = await postContent(world, asked.content);
      const { proof, earning } = earningEvidence(asked.content, 0);
      const node = earningsTree(asked.content.earnings).levels[0]![0]!;
      const preimage = encodeWords([EARNING.typeHash, ...EARNING.encode(earning)]);
      for (const [args, error] of [
        [[posted, ZERO_HASH, 0, proof, preimage], "ProverBadNodeProof"],
        [[posted, node, 8, proof, preimage], "ProverBadNodeProof"],
        [[posted, node, 0, [...proof, ZERO_HASH], preimage], "ProverBadNodeProof"],
        [[posted, node, 0, proof, "0x"], "ProverWrongPreimage"],
      ] as const) {
        await expect(earningsProver.refuteEarningsNode(...mutable(args))).to.be.revertedWithCustomError(
          earningsProver,
          error,
        );
      }
    });
  });
});
