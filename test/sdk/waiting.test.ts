import { expect } from "chai";
import type { BaseContract, Provider } from "ethers";

import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { contribute, type ContributeOptions } from "../../sdk/src/actions/contribute.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { freeze } from "../../sdk/src/actions/freeze.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { review } from "../../sdk/src/actions/review.js";
import type { Client } from "../../sdk/src/client.js";
import { interfaceOf } from "../../sdk/src/contracts.js";
import { OpenLedgerRevert } from "../../sdk/src/open-ledger-revert.js";
import { BlockTimeoutError, waitForBlock } from "../../sdk/src/wait-for-block.js";
import { loadFixture, mine } from "../helpers/chain.js";
import { hashOf } from "../helpers/hashes.js";
import { rejection } from "../helpers/rejection.js";
import { sdkWorld } from "../helpers/sdk-world.js";

const SALT = hashOf("salt");

async function datanet() {
  const world = await sdkWorld();
  const { datanetId } = await createDatanet(world.as(world.curator), { domain: "speeches" });
  const { root, chunks } = chunkContribution(new TextEncoder().encode("some text"), { maxBytes: 100 });
  const contribution = { datanetId, root, chunkCount: chunks.length, licence: "CC0-1.0", uri: "urn:x" };
  return { ...world, contribution };
}

/** A contract whose `method` refuses its first `times` estimates with `data`: as a node does that estimates on its newest block. */
function estimatingOnNewest<C extends BaseContract>(contract: C, method: string, data: string, times = Infinity): C {
  let refused = 0;
  const refuse = async (): Promise<never> => {
    refused++;
    throw Object.assign(new Error("execution reverted"), { code: 3, data });
  };
  return new Proxy(contract, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name !== method || refused >= times) return value;
      const call = value as (...args: unknown[]) => unknown;
      // Without a gas limit a call begins with an estimate.
      const blind = (...args: unknown[]) => (hasGasLimit(args.at(-1)) ? call(...args) : refuse());
      return Object.assign(blind, { estimateGas: refuse });
    },
  });
}

function hasGasLimit(last: unknown): boolean {
  return typeof last === "object" && last !== null && "gasLimit" in last;
}

describe("waiting for a block", () => {
  describe("contribute", () => {
    it("reveals at once where a node can only estimate on the commitment's block", async () => {
      const { as, alice, contribution } = await loadFixture(datanet);
      const client = as(alice);
      const thisBlock = interfaceOf("contributions").encodeErrorResult("ContributionCommittedThisBlock", [SALT]);
      const contributions = estimatingOnNewest(client.contributions, "reveal", thisBlock);
      expect(await contribute({ ...client, contributions }, contribution)).to.include({
        contributionId: 1n,
        root: contribution.root,
      });
    });

    it("takes up an interrupted call with its salt", async () => {
      const { as, alice, contribution } = await loadFixture(datanet);
      const client = as(alice);
      const options: ContributeOptions = { ...contribution, salt: SALT };
      await client.contributions.commit(await client.contributions.commitmentOf(alice, contribution, SALT));
      const committed: string[] = [];
      const done = await contribute(client, { ...options, onCommitted: ({ salt }) => committed.push(salt) });
      expect(done.contributionId).to.equal(1n);
      expect(committed).to.deep.equal([SALT]);
    });

    it("throws every other refusal", async () => {
      const { as, alice, contribution } = await loadFixture(datanet);
      const error = await rejection(OpenLedgerRevert, contribute(as(alice), { ...contribution, licence: "" }));
      expect(error.errorName).to.equal("ContributionNoLicence");
    });
  });

  describe("recordSeed", () => {
    async function frozen() {
      const world = await datanet();
      const { as, alice, curator, contribution } = world;
      const { contributionId } = await contribute(as(alice), contribution);
      await review(as(curator), { contributionId, accepted: true });
      return { ...world, ...(await freeze(as(curator), contribution.datanetId)) };
    }

    it("lets a local chain mine, and records the seed", async () => {
      const { as, bob, datanetId, version, seedBlock } = await loadFixture(frozen);
      const advance = (blocks: number): Promise<void> => mine(blocks);
      const recorded = await recordSeed(as(bob), { datanetId, version, waiting: { advance } });
      expect(recorded.seedBlock).to.equal(seedBlock);
      expect(recorded.seed).to.equal((await as(bob).datanets.versionOf(datanetId, version)).seed);
    });

    it("waits one block more where a node does not know the seed block's hash yet", async () => {
      const { as, bob, datanetId, version, seedBlock } = await loadFixture(frozen);
      const client = as(bob);
      const notReached = interfaceOf("datanets").encodeErrorResult("DatanetSeedBlockNotReached", [
        seedBlock,
        seedBlock,
      ]);
      const datanets = estimatingOnNewest(client.datanets, "recordSeed", notReached, 1);
      const mined: number[] = [];
      const advance = async (blocks: number): Promise<void> => {
        mined.push(blocks);
        await mine(blocks);
      };
      await recordSeed({ ...client, datanets }, { datanetId, version, waiting: { advance } });
      expect(mined).to.have.length(2);
      expect(mined[1]).to.equal(1);
    });
  });

  describe("waitForBlock", () => {
    const chainAt = (blocks: number[]): Client => {
      const provider = { getBlock: async () => ({ number: blocks.length > 1 ? blocks.shift() : blocks[0] }) };
      return { provider: provider as unknown as Provider } as Client; // all that waiting asks of a client
    };

    it("looks until the block is there", async () => {
      const blocks = [1, 2, 3, 4];
      await waitForBlock(chainAt(blocks), 3, { pollMs: 1 });
      expect(blocks).to.deep.equal([4]);
    });

    it("gives up on a chain that stands still", async () => {
      await rejection(BlockTimeoutError, waitForBlock(chainAt([1]), 3, { pollMs: 1, timeoutMs: 20 }));
    });
  });
});
