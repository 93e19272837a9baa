import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { type ImportedEconomy, runImportedModel } from "../../examples/imported-model/economy.js";
import { claimOf, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { Progress } from "../../scripts/demo/progress.js";
import { defenceOf } from "../../scripts/tasks/helpers/defence.js";
import { answerDispute } from "../../sdk/src/actions/answer-dispute.js";
import { disputeManifest } from "../../sdk/src/actions/dispute-manifest.js";
import { hashOf } from "../helpers/hashes.js";

describe("a model that plain scripts trained", function () {
  this.timeout(180_000);
  let directory: string;
  let economy: ImportedEconomy;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "openledger-imported-"));
    economy = await runImportedModel(hre, { directory, progress: new Progress(() => undefined, false) });
  });
  after(async () => {
    await economy.chain.close();
    await rm(directory, { recursive: true });
  });

  it("is registered with a response of each frozen cell", async () => {
    const { chain, modelId, cells, lanes } = economy;
    const record = await chain.as(chain.cast.watcher).models.recordOf(modelId);
    expect([record.cellCount, record.lanes]).to.deep.equal([BigInt(cells), BigInt(lanes)]);
    expect(lanes).to.equal(4_096);
    expect(cells).to.be.greaterThan(20);
  });

  it("answers what it is paid for", () => {
    expect(economy.answers).to.have.length(4);
    for (const answer of economy.answers) expect(answer).to.have.length(64);
  });

  it("has scores that rank its cells as retraining without each of them does", () => {
    expect(economy.leaveOneOut).to.be.greaterThan(0.95);
  });

  it("is defended: the forged batch falls by a proof, its signers are slashed", async () => {
    const { chain, refutedBy } = economy;
    expect(refutedBy).to.equal("score");
    const { staking } = chain.as(chain.cast.watcher);
    const [forger, honest] = [chain.cast.attestors[0]!, chain.cast.attestors[2]!];
    const stakeOf = async (operator: string) => (await staking.poolOf(0, operator)).active;
    expect(await stakeOf(forger.address)).to.be.lessThan(await stakeOf(honest.address));
  });

  it("pays its contributors everything the right batch says", () => {
    expect(economy.part).to.be.greaterThan(0n);
    expect(economy.claimed).to.equal(economy.part);
  });

  it("does not fall to a made-up dispute: what is committed can be stated in its defence", async () => {
    const { chain, modelId, store } = economy;
    const { deployer, contributors } = chain.cast;
    const [challenger, defender] = [contributors[0]!, contributors[1]!];
    for (const account of [challenger, defender]) {
      await (await chain.as(deployer).token.transfer(account, 10_000n * 10n ** 18n)).wait();
    }
    const claim = claimOf(trajectoryOf([hashOf("nothing")], hashOf("another result")));
    const { disputeId } = await disputeManifest(chain.as(challenger), { modelId, claim });

    const source = { world: await readWorld(chain.as(defender)), published: store };
    const defence = await defenceOf(source, { modelId, row: 0n }, { record: undefined, texts: undefined });
    const answered = await answerDispute(chain.as(defender), { disputeId, answer: claimOf(defence) });
    expect(answered).to.include({ disputeId, defender: defender.address });
  });

  it("passes the audit, which says what it cannot check", () => {
    const { checks, matches } = economy.report;
    expect(checks.flatMap(({ differences }) => differences)).to.deep.equal([]);
    expect(matches).to.equal(true);
    const { compared, unchecked } = checks.find(({ name }) => name === "re-execution")!;
    expect(unchecked).to.have.length(1);
    expect(unchecked![0]).to.contain("was trained elsewhere").and.to.contain("not re-executed");
    expect(compared).to.equal(8); // cells, chunks, lanes, weights, and four transcripts
  });
});
