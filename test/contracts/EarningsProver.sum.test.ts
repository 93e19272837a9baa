import { expect } from "chai";

import { creditPreimages, findSumFault, treePreimages } from "../../engine/src/core/audit/check-sum.js";
import { earningEvidence } from "../../engine/src/core/audit/evidence.js";
import { NO_SUM_PREIMAGE, type SumPreimage } from "../../engine/src/core/audit/evidence-types.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { CREDIT } from "../../engine/src/core/hash/schemas.js";
import { encodeWords, hashWords, type Word } from "../../engine/src/core/hash/words.js";
import type { BatchContent } from "../../engine/src/core/ledger/compute-batch.js";
import { statementLeaves } from "../../engine/src/core/ledger/statements.js";
import { sumEmpties, type SumNode, sumProof, sumTree, wrappingSumTree } from "../../engine/src/core/tree/merkle-sum.js";
import { treeDepth } from "../../engine/src/core/tree/padded-tree.js";
import { type Answered, deployAnswered, postContent } from "../helpers/answered-bucket.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { withStatement } from "../helpers/corrupt.js";
import { STAKE } from "../helpers/deploy-ledger.js";
import { forgedStatement, withSumRoot } from "../helpers/forged-trees.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { refuteFault } from "../helpers/refute-fault.js";
import { open } from "../helpers/units.js";
import { withEarning } from "../vectors/corrupt.js";

const AT = 1;
const words = (four: readonly Word[]) => four.map((word) => encodeWords([word])) as unknown as SumPreimage;

/** The bucket's content, its second statement cut to so many credits: what a batch with such a statement would be. */
function shortened({ asked: { content } }: Answered, count: number): BatchContent {
  const withMany = content.credits.reduce((most, each) => (each.length > most.length ? each : most));
  return withStatement(content, AT, withMany.slice(0, count));
}

describe("EarningsProver", () => {
  describe("refuteSum", () => {
    it("drops the batch, slashes its signers and pays the bounty to the sender", async () => {
      const world = await loadFixture(deployAnswered);
      const { ledger, staking, token, mallory, asked } = world;
      const sum = asked.content.earnings[AT]!.sum + 1n;
      const wrong = withEarning(asked.content, AT, { sum, cumulative: sum });
      const { evidence: posted, id } = await postContent(world, wrong);
      const sent = await refuteFault(world, findFault({ posted, content: wrong }, asked.context), "sum");
      await expect(sent).to.changeTokenBalances(ethers, token, [staking, mallory], [-STAKE, open(4_000)]);
      await expect(sent).to.emit(ledger, "BatchRefuted").withArgs(1n, 0n, id, "sum", mallory.address, 1n);
    });

    for (const [name, count, change] of [
      ["another sum of five credits", 5, { sum: 1n }],
      ["another sum of a single credit", 1, { sum: 1n }],
      ["a sum without credits", 0, { sum: 1n }],
      ["a root without credits", 0, { statementRoot: hashOf("nothing") }],
      ["credits without a root", 5, { statementRoot: ZERO_HASH }],
      ["a single credit without a root", 1, { statementRoot: ZERO_HASH }],
      ["no credits where there is one", 1, { count: 0 }],
      ["no credits where there are five", 5, { count: 0 }],
      ["a credit where there are none", 0, { count: 1 }],
      ["three credits where there are none", 0, { count: 3 }],
      ["a credit more, of the same depth", 5, { count: 6 }],
      ["a credit less, of the same depth", 7, { count: 6 }],
      ["credits enough for a deeper tree", 4, { count: 5 }],
      ["many more credits than there are", 5, { count: 2 ** 32 - 1 }],
      ["credits for a shallower tree", 5, { count: 4 }],
      ["one credit where there are five", 5, { count: 1 }],
      ["two credits where there is one", 1, { count: 2 }],
    ] as const) {
      it(`refutes ${name}, by what the audit finds`, async () => {
        const world = await loadFixture(deployAnswered);
        const wrong = withEarning(shortened(world, count), AT, change);
        const { evidence: posted } = await postContent(world, wrong);
        const published = { posted, content: wrong };
        const fault = findSumFault(published, AT, creditPreimages(wrong.credits[AT]!));
        await expect(refuteFault(world, fault, "sum")).to.emit(world.ledger, "BatchRefuted");
      });
    }

    for (const [name, amounts] of [
      ["at the root", [2n ** 128n - 1n, 1n]],
      ["below it", [1n, 1n, 2n ** 127n, 2n ** 127n, 1n]],
      ["twice", Array.from({ length: 7 }, () => 2n ** 127n + 1n)],
    ] as const) {
      it(`refutes sums that wrap round uint128 ${name}`, async () => {
        const world = await loadFixture(deployAnswered);
        const statement = amounts.map((amount, entry) => ({ row: 0, entry, amount }));
        const { content } = world.asked;
        const root = wrappingSumTree(statementLeaves(statement)).root;
        const credits = content.credits.map((each, i) => (i === AT ? statement : each));
        const wrong = withEarning(withSumRoot({ ...content, credits }, AT, root), AT, { count: statement.length });
        const { evidence: posted } = await postContent(world, wrong);
        const fault = findFault({ posted, content: wrong }, { ...world.asked.context });
        await expect(refuteFault(world, fault, "sum")).to.emit(world.ledger, "BatchRefuted");
      });
    }

    it("refutes a sum wider than uint128 in what a node is the hash of", async () => {
      const world = await loadFixture(deployAnswered);
      const preimage = [hashOf("left"), 2n ** 256n - 5n, hashOf("right"), 12n]; // 7, for who adds in 256 bits
      const root = { hash: hashWords(preimage), sum: 7n };
      const wrong = withEarning(withSumRoot(world.asked.content, AT, root), AT, { count: 2 });
      const { evidence: posted } = await postContent(world, wrong);
      const args = [posted, earningEvidence(wrong, AT), { node: root, index: 0, proof: [] }, words(preimage)] as const;
      await expect(world.earningsProver.refuteSum(...mutable(args))).to.emit(world.ledger, "BatchRefuted");
    });

    for (const [name, fields] of [
      ["a row", [2n ** 32n, 0n, 9n]],
      ["an entry", [0n, 256n, 9n]],
    ] as const) {
      it(`refutes a leaf with ${name} wider than a credit's`, async () => {
        const world = await loadFixture(deployAnswered);
        const preimage = [CREDIT.typeHash, ...fields];
        const root = { hash: hashWords(preimage), sum: 9n };
        const wrong = withEarning(withSumRoot(world.asked.content, AT, root), AT, { count: 1 });
        const { evidence: posted } = await postContent(world, wrong);
        const shown = { node: root, index: 0, proof: [] };
        const args = [posted, earningEvidence(wrong, AT), shown, words(preimage)] as const;
        await expect(world.earningsProver.refuteSum(...mutable(args))).to.emit(world.ledger, "BatchRefuted");
      });
    }

    for (const [name, change] of [
      ["one too high", (node: SumNode) => ({ ...node, sum: node.sum + 1n })],
      ["of nothing", (node: SumNode) => ({ ...node, sum: node.sum === 0n ? 5n : 0n })],
    ] as const) {
      it(`refutes any node of a tree over six whose sum is ${name}, padding too, from the nodes alone`, async () => {
        const start = await loadFixture(deployAnswered);
        const content = shortened(start, 6);
        for (const [height, width] of [8, 4, 2, 1].entries()) {
          for (let index = 0; index < width; index++) {
            const world = await loadFixture(deployAnswered);
            const levels = forgedStatement(content, AT, { height, index, change });
            const wrong = withSumRoot(content, AT, levels.at(-1)![0]!);
            const { evidence: posted } = await postContent(world, wrong);
            const preimages = new Map([...treePreimages(levels), ...creditPreimages(wrong.credits[AT]!)]);
            const fault = findSumFault({ posted, content: wrong }, AT, preimages);
            await expect(refuteFault(world, fault, "sum")).to.emit(world.ledger, "BatchRefuted");
          }
        }
      });
    }

    it("refutes the topmost of two wrong nodes", async () => {
      const world = await loadFixture(deployAnswered);
      const content = shortened(world, 6);
      const change = (node: SumNode) => ({ ...node, sum: node.sum + 1n });
      const levels = forgedStatement(content, AT, { height: 1, index: 1, change });
      const root = { ...levels[3]![0]!, sum: levels[3]![0]!.sum + 7n };
      const wrong = withSumRoot(content, AT, root);
      const { evidence: posted } = await postContent(world, wrong);
      const fault = findSumFault({ posted, content: wrong }, AT, treePreimages(levels));
      expect(fault).to.deep.include({ height: 3, node: 0 });
      await expect(refuteFault(world, fault, "sum")).to.emit(world.ledger, "BatchRefuted");
    });

    describe("given an honest batch", () => {
      it("finds every node of every statement right, padding too", async () => {
        const world = await loadFixture(deployAnswered);
        const { asked, earningsProver } = world;
        const { evidence: posted } = await postContent(world, asked.content);
        for (const [contribution, statement] of asked.content.credits.entries()) {
          const preimages = creditPreimages(statement);
          for (const shown of nodesOf(statement)) {
            const preimage = preimages.get(shown.node.hash) ?? NO_SUM_PREIMAGE;
            const args = [posted, earningEvidence(asked.content, contribution), shown, preimage] as const;
            await expect(earningsProver.refuteSum.staticCall(...mutable(args))).to.be.revertedWithCustomError(
              earningsProver,
              "ProverStepIsRight",
            );
          }
        }
      });

      async function deployHonest() {
        const world = await deployAnswered();
        const { content } = world.asked;
        const { evidence: posted } = await postContent(world, content);
        const [shown] = nodesOf(content.credits[0]!);
        const preimage = creditPreimages(content.credits[0]!).get(shown!.node.hash)!;
        return { ...world, posted, earning: earningEvidence(content, 0), shown: shown!, preimage };
      }

      for (const [name, change] of [
        ["an index beyond its level", { index: 2 ** 5 }],
        ["another index", { index: 1 }],
        ["a proof of more than the depth", { proof: Array.from({ length: 20 }, () => ({ hash: ZERO_HASH, sum: 0n })) }],
        ["another node", { node: { hash: hashOf("node"), sum: 1n } }],
      ] as const) {
        it(`refuses ${name}`, async () => {
          const { earningsProver, posted, earning, shown, preimage } = await loadFixture(deployHonest);
          const args = [posted, earning, { ...shown, ...change }, preimage] as const;
          await expect(earningsProver.refuteSum(...mutable(args))).to.be.revertedWithCustomError(
            earningsProver,
            "ProverBadNodeProof",
          );
        });
      }

      it("refuses the words of a credit as the nodes below its leaf", async () => {
        const { earningsProver, posted, asked, preimage } = await loadFixture(deployHonest);
        const place = asked.content.credits.findIndex(([first]) => first?.row === 0);
        const { entry, amount } = asked.content.credits[place]![0]!;
        // A leaf is the hash of four words, as a node is. In row 0 even the sum is right: 0 and the amount.
        const below = { hash: CREDIT.typeHash, sum: 0n };
        const sibling = { hash: encodeWords([entry]), sum: amount };
        const tree = sumTree(statementLeaves(asked.content.credits[place]!));
        const shown = { node: below, index: 0, proof: [sibling, ...sumProof(tree, 0)] };
        const args = [posted, earningEvidence(asked.content, place), shown, preimage] as const;
        await expect(earningsProver.refuteSum(...mutable(args)))
          .to.be.revertedWithCustomError(earningsProver, "ProverBadNodeProof")
          .withArgs(0n);
      });

      it("refuses what the node is not the hash of, and an earning of another place", async () => {
        const { earningsProver, posted, earning, shown } = await loadFixture(deployHonest);
        await expect(earningsProver.refuteSum(...mutable([posted, earning, shown, NO_SUM_PREIMAGE] as const)))
          .to.be.revertedWithCustomError(earningsProver, "ProverWrongPreimage")
          .withArgs(hashWords(NO_SUM_PREIMAGE), shown.node.hash);
        const elsewhere = { ...earning, index: 1 };
        const args = [posted, elsewhere, shown, NO_SUM_PREIMAGE] as const;
        await expect(earningsProver.refuteSum(...mutable(args)))
          .to.be.revertedWithCustomError(earningsProver, "ProverBadEarningProof")
          .withArgs(1n);
      });
    });
  });
});

/** Every node of a statement's tree with its proof, padding written out. */
function nodesOf(statement: BatchContent["credits"][number]) {
  if (statement.length === 0) return [{ node: { hash: ZERO_HASH, sum: 0n }, index: 0, proof: [] }];
  const { levels } = sumTree(statementLeaves(statement));
  const depth = treeDepth(statement.length);
  const empties = sumEmpties(depth);
  return levels.flatMap((level, height) => {
    return Array.from({ length: 2 ** (depth - height) }, (_, index) => {
      const proof = levels
        .slice(height, -1)
        .map((siblings, k) => siblings[Math.floor(index / 2 ** k) ^ 1] ?? empties[height + k]!);
      return { node: level[index] ?? empties[height]!, index, proof };
    });
  });
}
