import { fileURLToPath } from "node:url";

import { expect } from "chai";

import OpenLedger from "../../deploy/modules/OpenLedger.js";
import { parameterId, type ParameterName } from "../../sdk/src/parameter.js";
import { ROLE } from "../../sdk/src/role.js";
import { namedAccounts } from "../helpers/accounts.js";
import { ethers, ignition, loadFixture } from "../helpers/chain.js";
import { deployOpenLedger } from "../helpers/deploy-open-ledger.js";
import { open } from "../helpers/units.js";

/** What each file of deploy/parameters says differently from the defaults. */
const FILES: Record<string, Partial<Record<ParameterName, bigint>>> = {
  localhost: {
    BucketSeconds: 60n,
    WithdrawalDelaySeconds: 3_600n,
    ChallengeWindowSeconds: 3_600n,
    QuorumSigners: 1n,
    MinAttestorStake: open(100),
    TrainerBond: open(100),
    ManifestWindowSeconds: 600n,
    SeedDelayBlocks: 1n,
  },
  demo: { BucketSeconds: 3_600n, QuorumSigners: 2n, SeedDelayBlocks: 2n },
};

describe("deployment", () => {
  it("wires every contract to the others", async () => {
    const {
      token,
      parameters,
      staking,
      datanets,
      contributions,
      ownerReview,
      models,
      vault,
      dots,
      rowProver,
      scoreProver,
      statementProver,
      manifestProver,
      availability,
      earningsProver,
      disputes,
      ledger,
    } = await loadFixture(deployOpenLedger);
    const wired = {
      token: [staking, models, vault, ledger, availability, disputes].map((each) => each.TOKEN()),
      parameters: [datanets, contributions, models, vault, staking, ledger, availability, disputes].map((each) =>
        each.PARAMETERS(),
      ),
      datanets: [contributions.datanets(), models.DATANETS(), ownerReview.DATANETS()],
      contributions: [
        datanets.contributionRegistry(),
        models.CONTRIBUTIONS(),
        ownerReview.CONTRIBUTIONS(),
        manifestProver.CONTRIBUTIONS(),
      ],
      models: [manifestProver.MODELS()],
      dots: [scoreProver.DOTS(), manifestProver.DOTS()],
      vault: [models.vault()],
      ledger: [vault, models, rowProver, scoreProver, statementProver, earningsProver, availability, disputes].map(
        (each) => each.ledger(),
      ),
    };
    const expected = { token, parameters, datanets, contributions, models, dots, vault, ledger };
    for (const [name, contract] of Object.entries(expected)) {
      const address = await contract.getAddress();
      for (const given of await Promise.all(wired[name as keyof typeof wired])) expect(given).to.equal(address);
    }
    expect(await models.isJudge(manifestProver)).to.equal(true);
  });

  it("leaves the deployer without a privilege", async () => {
    const world = await loadFixture(deployOpenLedger);
    const { deployer, owner, mallory, parameters, staking, datanets, models, vault } = world;
    const { rowProver, scoreProver, statementProver, earningsProver, availability, disputes } = world;
    for (const wire of [
      datanets.connect(deployer).wire(mallory),
      models.connect(deployer).wire(mallory, mallory, [mallory]),
      vault.connect(deployer).wire(mallory),
      rowProver.connect(deployer).wire(mallory),
      scoreProver.connect(deployer).wire(mallory),
      statementProver.connect(deployer).wire(mallory),
      availability.connect(deployer).wire(mallory),
      earningsProver.connect(deployer).wire(mallory),
      disputes.connect(deployer).wire(mallory),
      staking.connect(deployer).wire(ROLE.attestor, mallory),
    ]) {
      await expect(wire).to.be.revertedWithCustomError(datanets, "WiredOnceAlready");
    }
    expect(await parameters.owner()).to.equal(owner);
  });

  it("gives the whole supply to the holder", async () => {
    const { token, deployer } = await loadFixture(deployOpenLedger);
    expect(await token.balanceOf(deployer)).to.equal(await token.totalSupply());
  });

  for (const [name, overrides] of Object.entries(FILES)) {
    it(`takes deploy/parameters/${name}.json5`, async () => {
      const { deployer, owner } = await namedAccounts();
      const file = fileURLToPath(new URL(`../../deploy/parameters/${name}.json5`, import.meta.url));
      const deployed = await ignition.deploy(OpenLedger, { parameters: file });
      const parameters = await ethers.getContractAt("Parameters", await deployed.parameters.getAddress());
      const token = await ethers.getContractAt("OpenToken", await deployed.token.getAddress());
      for (const [key, value] of Object.entries(overrides)) {
        expect(await parameters.get(parameterId(key as ParameterName)), key).to.equal(value);
      }
      const [, , initial] = await parameters.bounds(parameterId("UnbondingSeconds"));
      expect(await parameters.get(parameterId("UnbondingSeconds"))).to.equal(initial);
      expect(await parameters.owner()).to.equal(owner);
      expect(await token.balanceOf(deployer)).to.equal(await token.totalSupply());
    });
  }
});
