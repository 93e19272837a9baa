import { expect } from "chai";

import { answerItem, type DataAnswer } from "../../engine/src/core/audit/answer-item.js";
import type { DataItem } from "../../engine/src/core/audit/data-item.js";
import { chunkOf, pieceCount, pieceProof } from "../../engine/src/core/bundle/pieces.js";
import { type Hex, toHex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { CHUNK, ENTRY, ROW as ROW_TYPE } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Row } from "../../engine/src/core/hash/structs.js";
import { hashWords } from "../../engine/src/core/hash/words.js";
import { rowTree } from "../../engine/src/core/ledger/compute-batch.js";
import { MERKLE_RULE, merkleProof, merkleTree } from "../../engine/src/core/tree/merkle.js";
import { deployAnswered } from "../helpers/answered-bucket.js";
import { batchWith, earningsOf, post } from "../helpers/attest.js";
import { payAndClose } from "../helpers/buckets.js";
import { ethers, loadFixture } from "../helpers/chain.js";
import { withRow } from "../helpers/corrupt.js";
import { setParameter } from "../helpers/deploy-ledger.js";
import { hashOf } from "../helpers/hashes.js";
import { mutable } from "../helpers/mutable.js";
import { registerManifest } from "../helpers/register-model.js";
import { deployServed, itemOf, postServed, type Served, withRequests } from "../helpers/served-batch.js";
import { open } from "../helpers/units.js";

const ROW = itemOf("row", 0);

/** Everything that can be asked of a batch of the fixture, and what lies beyond its pieces and credits. */
function everyItem({ first, contributionIds }: Served): DataItem[] {
  const { content, bytes } = first.served;
  const pieces = 2 * pieceCount(bytes) + 1; // beyond the tree, whatever padding it has
  return [
    ...Array.from({ length: pieces }, (_, index) => itemOf("piece", index)),
    itemOf("piece", 2 ** 32 - 1),
    ...content.rows.flatMap((_, index) => [itemOf("row", index), itemOf("query", index)]),
    ...contributionIds.flatMap((_, index) => {
      const parts = content.credits[index]!.length + 1;
      const credits = Array.from({ length: parts }, (__, part) => itemOf("credit", index, part));
      return [itemOf("earning", index), ...credits, itemOf("credit", index, 2 ** 32 - 1)];
    }),
  ];
}

/** A batch of one row without entries, whose query has 4,096 + 32 lanes; `rootOf` may sign another leaf for it. */
async function postOneRow(rootOf: (row: Row) => Hex) {
  const world = await withRequests(await deployAnswered());
  const { frozen, datanetId } = world;
  const modelId = await registerManifest(world, frozen, { datanetId, contributionCount: 5, lanes: 4128 });
  await payAndClose(world, { modelId });
  const blocks = [`0x${"01".repeat(4096)}`, `0x${"02".repeat(32)}`] as const satisfies readonly Hex[];
  const tree = merkleTree(blocks.map((block) => ethers.keccak256(block) as Hex));
  const row: Row = {
    sequence: 0n,
    head: hashOf("head"),
    cumulativeFee: 1n,
    requestHash: hashOf("request"),
    responseHash: hashOf("response"),
    queryRoot: tree.root,
    entries: [],
  };
  const batch = batchWith(earningsOf(world, []), { modelId, rowRoot: rootOf(row), rowCount: 1 });
  const blockAnswer = (part: number, shown = part): DataAnswer => ({
    method: "answerQuery",
    args: [posted, { row, index: 0, proof: [] }, part, blocks[shown]!, merkleProof(tree, shown)],
  });
  const posted = await post(world, batch);
  return { ...world, posted, row, blockAnswer };
}

function deployOneRow() {
  return postOneRow((row) => rowTree([row]).root);
}

const CELL = 5;
const TOO_WIDE = CELL + 2 ** 32;

/** The same, with one entry whose cell is wider than a uint32: the hash takes it as it comes. */
function deployWideEntry() {
  return postOneRow((row) => {
    const listHash = hashWords([hashWords([ENTRY.typeHash, TOO_WIDE, 1n])]);
    return hashWords([ROW_TYPE.typeHash, ...ROW_TYPE.encode(row).slice(0, -1), listHash]);
  });
}

/** The request, then an answer that is expected to be none. */
async function expectNoAnswer(
  world: Pick<Served, "availability" | "ask" | "answer" | "idOf">,
  item: DataItem,
  given: DataAnswer,
) {
  const [posted] = given.args;
  const requestId = await world.idOf(posted, item);
  if ((await world.availability.requestOf(requestId)).askedAt === 0n) await world.ask(posted, item);
  await expect(world.answer(given))
    .to.be.revertedWithCustomError(world.availability, "DataNoAnswer")
    .withArgs(requestId);
}

describe("DataAvailability", () => {
  describe("given an honest batch", () => {
    it("takes an answer to everything that can be asked: it never falls", async () => {
      const world = await loadFixture(deployServed);
      const { availability, token, mallory, first, fee, ask, answer } = world;
      const items = everyItem(world);
      const kinds = new Set<string>();
      for (const item of items) {
        await ask(first, item);
        const given = answerItem(item, first.served);
        kinds.add(given.method);
        await answer(given);
      }
      expect(kinds.size).to.equal(7);
      expect(await token.balanceOf(availability)).to.equal(0n);
      expect(await token.balanceOf(mallory)).to.equal(fee * BigInt(items.length));
    });

    it("pays whoever answers, remembers that it was, and logs the evidence", async () => {
      const world = await loadFixture(deployServed);
      const { availability, token, mallory, first, fee, ask, answer, idOf } = world;
      await ask(first, ROW);
      const requestId = await idOf(first, ROW);
      const { askedAt, answerBy } = await availability.requestOf(requestId);
      const sent = answer(answerItem(ROW, first.served));
      await expect(sent).to.emit(availability, "DataAnswered").withArgs(requestId, mallory.address, fee);
      await expect(sent).to.changeTokenBalances(ethers, token, [availability, mallory], [-fee, fee]);
      expect(await availability.requestOf(requestId)).to.deep.equal([ethers.ZeroAddress, 0n, askedAt, answerBy, true]);

      const [shown] = await availability.queryFilter(availability.filters.RowShown(requestId));
      const { row, index, proof } = shown!.args.row;
      expect(index).to.equal(0n);
      expect([...proof]).to.deep.equal(merkleProof(rowTree(first.served.content.rows), 0));
      // By place: a Result's `entries` is its own method.
      expect(row[6].map(({ share }) => share)).to.deep.equal(
        first.served.content.rows[0]!.entries.map(({ share }) => share),
      );
    });

    it("logs pieces that make the bundle again", async () => {
      const world = await loadFixture(deployServed);
      const { availability, first, ask, answer } = world;
      const { bytes } = first.served;
      for (let index = 0; index < pieceCount(bytes); index++) {
        await ask(first, itemOf("piece", index));
        await answer(answerItem(itemOf("piece", index), first.served));
      }
      const shown = await availability.queryFilter(availability.filters.PieceShown());
      expect(ethers.concat(shown.map(({ args }) => args.piece))).to.equal(toHex(bytes));
    });

    it("takes an answer at the last second, and refuses it one second after", async () => {
      const { availability, first, ask, answer, atDeadline, idOf } = await loadFixture(deployServed);
      await ask(first, ROW);
      await ask(first, itemOf("row", 1));
      await atDeadline(first, ROW);
      await expect(answer(answerItem(ROW, first.served))).to.emit(availability, "DataAnswered");
      const late = itemOf("row", 1);
      const requestId = await idOf(first, late);
      const { answerBy } = await availability.requestOf(requestId);
      await atDeadline(first, late, 1n);
      await expect(answer(answerItem(late, first.served)))
        .to.be.revertedWithCustomError(availability, "DataTooLate")
        .withArgs(requestId, answerBy);
    });

    it("refuses what was not asked for, and what was answered before", async () => {
      const { availability, first, ask, answer, idOf } = await loadFixture(deployServed);
      const given = answerItem(ROW, first.served);
      const refused = async () =>
        expect(answer(given))
          .to.be.revertedWithCustomError(availability, "DataNotAsked")
          .withArgs(await idOf(first, ROW));
      await refused();
      await ask(first, ROW);
      await answer(given);
      await refused();
    });

    it("takes a signer's answer to its own request: it costs only the gas", async () => {
      const { token, deployer, availability, attestor1, first, fee, ask, answer } = await loadFixture(deployServed);
      await token.connect(deployer).transfer(attestor1, fee);
      await token.connect(attestor1).approve(availability, fee);
      await ask(first, ROW, attestor1);
      await answer(answerItem(ROW, first.served), attestor1);
      expect(await token.balanceOf(attestor1)).to.equal(fee);
    });
  });

  describe("when an answer is faked", () => {
    it("refuses padding and depth for a piece that is there", async () => {
      const world = await loadFixture(deployServed);
      const { posted, bytes } = world.first.served;
      for (let index = 0; index < pieceCount(bytes); index++) {
        const item = itemOf("piece", index);
        const { piece, chunk, proof } = pieceProof(bytes, index);
        const shorter = proof.slice(1);
        for (const given of [
          { method: "answerPadding", args: [posted, index, proof] },
          { method: "answerPadding", args: [posted, index, shorter] },
          { method: "answerBeyond", args: [posted, index, chunk, index, proof] },
          { method: "answerBeyond", args: [posted, index, chunk, index, shorter] },
          { method: "answerBeyond", args: [posted, index, chunk, index, []] },
          { method: "answerPiece", args: [posted, index, toHex(piece), shorter] },
          { method: "answerPiece", args: [posted, index, toHex(piece), [...proof, ZERO_HASH]] },
          { method: "answerPiece", args: [posted, index, toHex(piece.slice(1)), proof] },
          { method: "answerPiece", args: [posted, index, "0x", proof] },
        ] as const) {
          await expectNoAnswer(world, item, given);
        }
      }
    });

    it("refuses an inner node's preimage as a piece (inner node presented as a leaf)", async () => {
      const world = await loadFixture(deployServed);
      const { posted, bytes } = world.first.served;
      const { chunk, proof } = pieceProof(bytes, 0);
      const node = ethers.concat([structHash(CHUNK, chunk), proof[0]!]) as Hex;
      const given = { method: "answerPiece", args: [posted, 0, node, proof.slice(1)] } as const;
      await expectNoAnswer(world, itemOf("piece", 0), given);
    });

    it("refuses another row, another block, another earning, another credit", async () => {
      const world = await loadFixture(deployServed);
      const { first } = world;
      const { content } = first.served;
      const contribution = content.credits.findIndex((statement) => statement.length > 1);
      const wrong: readonly DataItem[] = [
        ROW,
        itemOf("query", 0),
        itemOf("earning", contribution),
        itemOf("credit", contribution, 0),
      ];
      for (const item of wrong) {
        const other = { ...item, ...(item.kind === "credit" ? { part: 1 } : { index: item.index === 0 ? 1 : 0 }) };
        const { method, args } = answerItem(other, first.served);
        // The evidence of another item under this one's place.
        const moved = args.map((arg, i) => {
          const isPlaced = typeof arg === "object" && "index" in arg && i === (item.kind === "credit" ? 2 : 1);
          return isPlaced ? { ...arg, index: item.kind === "credit" ? item.part : item.index } : arg;
        });
        await expectNoAnswer(world, item, { method, args: moved } as unknown as DataAnswer);
      }
    });

    it("refuses other lanes, more and fewer", async () => {
      const world = await loadFixture(deployServed);
      const item = itemOf("query", 0);
      const { args } = answerItem(item, world.first.served) as Extract<DataAnswer, { method: "answerQuery" }>;
      const [posted, row, part, lanes, proof] = args;
      for (const other of [`${lanes}00`, lanes.slice(0, -2), `0x${"00".repeat(64)}`] as Hex[]) {
        await expectNoAnswer(world, item, { method: "answerQuery", args: [posted, row, part, other, proof] });
      }
    });

    it("refuses to take a credit for one that the earning does not count", async () => {
      const world = await loadFixture(deployServed);
      const { first } = world;
      const contribution = first.served.content.credits.findIndex((statement) => statement.length > 0);
      const item = itemOf("credit", contribution, 0);
      const { args } = answerItem(item, first.served) as Extract<DataAnswer, { method: "answerCredit" }>;
      const [posted, earning, credit] = args;
      const uncounted = { ...earning, earning: { ...earning.earning, count: 0 } };
      await expectNoAnswer(world, item, { method: "answerCredit", args: [posted, uncounted, credit] });
      await expectNoAnswer(world, item, {
        method: "answerCredit",
        args: [posted, earning, { ...credit, proof: credit.proof.slice(1) }],
      });
    });
  });

  describe("given a batch whose roots hide what nobody could read", () => {
    it("takes no row of more than 16 entries", async () => {
      const world = await withRequests(await loadFixture(deployAnswered));
      const { content } = world.asked;
      const entries = Array.from({ length: 17 }, (_, cell) => ({ cell, share: 100n - BigInt(cell) }));
      const { served } = await postServed(world, withRow(content, 0, { entries }));
      for (const item of [ROW, itemOf("query", 0)]) await expectNoAnswer(world, item, answerItem(item, served));
    });

    it("takes no entry wider than its type", async () => {
      const { availability, posted, row, ask, mallory } = await loadFixture(deployWideEntry);
      await ask(posted, ROW);
      const narrow = { row: { ...row, entries: [{ cell: CELL, share: 1n }] }, index: 0, proof: [] };
      const { interface: abi } = availability;
      const data = abi.encodeFunctionData("answerRow", mutable([posted, narrow] as const));
      const word = (value: number) => value.toString(16).padStart(64, "0");
      const wide = data.replace(word(CELL) + word(1), word(TOO_WIDE) + word(1));
      expect(wide).not.to.equal(data);
      await expect(mallory.sendTransaction({ to: availability, data: wide })).to.be.revertedWithoutReason(ethers);
    });

    it("lets what has no preimage fall, behind every root", async () => {
      const world = await withRequests(await loadFixture(deployAnswered));
      await payAndClose(world);
      const { ledger, ask, expire, atDeadline } = world;
      await setParameter(world, "MinAttestorStake", open(1)); // the second fall costs half
      for (const item of [itemOf("piece", 0), ROW, itemOf("query", 0), itemOf("credit", 0)]) {
        const posted = await post(world, batchWith(earningsOf(world, [])));
        await ask(posted, item);
        await atDeadline(posted, item, 1n);
        await expect(expire(posted, item)).to.emit(ledger, "BatchRefuted");
      }
    });
  });

  describe("given a data hash over leaves of several depths", () => {
    it("shows what is asked for, and the leaves behind the roots are demanded all the same", async () => {
      const world = await withRequests(await loadFixture(deployAnswered));
      const { availability, ask, answer } = world;
      const [left, inner, right] = [1, 2, 3].map((byte) => Uint8Array.of(byte));
      const [a, b, c] = [left!, inner!, right!].map((piece) => structHash(CHUNK, chunkOf(piece)));
      const node = MERKLE_RULE.join(a!, b!);
      const dataHash = MERKLE_RULE.join(node, c!); // pieces 0 and 1 at depth 2, another piece 1 at depth 1
      const posted = await post(world, batchWith(earningsOf(world, []), { dataHash }));
      await ask(posted, itemOf("piece", 1));
      await expect(answer({ method: "answerPiece", args: [posted, 1, toHex(right!), [node]] })).to.emit(
        availability,
        "PieceShown",
      );
      await expect(ask(posted, ROW)).to.emit(availability, "DataRequested");
    });
  });

  describe("given vectors of several blocks", () => {
    it("takes every block, of its own length and place only", async () => {
      const world = await loadFixture(deployOneRow);
      const { availability, posted, blockAnswer, ask, answer } = world;
      await expect(ask(posted, itemOf("query", 0, 2))).to.be.revertedWithCustomError(availability, "DataNoSuchItem");
      for (const part of [0, 1]) {
        await expectNoAnswer(world, itemOf("query", 0, part), blockAnswer(part, 1 - part));
        await expect(answer(blockAnswer(part))).to.emit(availability, "QueryShown");
      }
    });
  });
});
