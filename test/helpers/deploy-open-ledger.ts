import OpenLedger from "../../deploy/modules/OpenLedger.js";
import { namedAccounts } from "./accounts.js";
import { ethers, ignition } from "./chain.js";

/**
 * The whole economy, deployed as everywhere else: by the Ignition module. Use as a fixture:
 * `const { models, trainer } = await loadFixture(deployOpenLedger)`.
 */
export async function deployOpenLedger() {
  const accounts = await namedAccounts();
  const { deployer, owner, treasury } = accounts;
  const deployed = await ignition.deploy(OpenLedger, {
    parameters: { OpenLedger: { holder: deployer.address, owner: owner.address, treasury: treasury.address } },
  });
  const at = (name: keyof typeof deployed) => deployed[name].getAddress();

  return {
    ...accounts,
    token: await ethers.getContractAt("OpenToken", await at("token")),
    parameters: await ethers.getContractAt("Parameters", await at("parameters")),
    staking: await ethers.getContractAt("Staking", await at("staking")),
    datanets: await ethers.getContractAt("DatanetRegistry", await at("datanets")),
    contributions: await ethers.getContractAt("ContributionRegistry", await at("contributions")),
    ownerReview: await ethers.getContractAt("OwnerReview", await at("review")),
    models: await ethers.getContractAt("ModelRegistry", await at("models")),
    vault: await ethers.getContractAt("InferenceVault", await at("vault")),
    rowProver: await ethers.getContractAt("RowProver", await at("rowProver")),
    dots: await ethers.getContractAt("DotProducts", await at("dots")),
    scoreProver: await ethers.getContractAt("ScoreProver", await at("scoreProver")),
    statementProver: await ethers.getContractAt("StatementProver", await at("statementProver")),
    manifestProver: await ethers.getContractAt("ManifestProver", await at("manifestProver")),
    availability: await ethers.getContractAt("DataAvailability", await at("availability")),
    earningsProver: await ethers.getContractAt("EarningsProver", await at("earningsProver")),
    disputes: await ethers.getContractAt("Disputes", await at("disputes")),
    ledger: await ethers.getContractAt("AttributionLedger", await at("ledger")),
  };
}

export type OpenLedger = Awaited<ReturnType<typeof deployOpenLedger>>;
