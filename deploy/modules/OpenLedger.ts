import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Role.Attestor of contracts/types/Role.sol: who signs batches answers for them to the ledger. */
const ATTESTOR = 0;

/** What Parameters takes for its owner: Ignition knows no default that is another parameter. */
const OWNER = "0x0000000000000000000000000000000000000000";

/**
 * Everything, deployed and wired by one account, which has no privilege left afterwards.
 *
 * Parameters (deploy/parameters/*.json5): `holder` receives the whole supply of OPEN, `owner` turns the numbers in Parameters (the
 * timelock), `treasury` receives the protocol's part of the fees; all three are the deployer where not given. `pauser` can
 * pause the finality of a model's batches and `unpauser` end that early; both are the owner where not given. `parameterKeys` and
 * `parameterValues` replace initial values, by the place in contracts/types/Parameter.sol, inside the bounds.
 */
export default buildModule("OpenLedger", (m) => {
  const deployer = m.getAccount(0);
  const holder = m.getParameter("holder", deployer);
  const owner = m.getParameter("owner", deployer);
  const treasury = m.getParameter("treasury", deployer);
  const pauser = m.getParameter("pauser", OWNER);
  const unpauser = m.getParameter("unpauser", OWNER);
  const keys = m.getParameter<number[]>("parameterKeys", []);
  const values = m.getParameter<bigint[]>("parameterValues", []);

  const token = m.contract("OpenToken", [holder]);
  const parameters = m.contract("Parameters", [owner, pauser, unpauser, keys, values]);
  const staking = m.contract("Staking", [token, parameters]);

  const datanets = m.contract("DatanetRegistry", [parameters]);
  const contributions = m.contract("ContributionRegistry", [datanets, parameters]);
  const review = m.contract("OwnerReview", [contributions]);
  const models = m.contract("ModelRegistry", [token, parameters, datanets, contributions]);

  const vault = m.contract("InferenceVault", [token, parameters, models, staking, treasury]);

  const dots = m.contract("DotProducts");
  const rowProver = m.contract("RowProver", [models, vault]);
  const scoreProver = m.contract("ScoreProver", [models, dots]);
  const statementProver = m.contract("StatementProver", [models, vault]);
  const earningsProver = m.contract("EarningsProver", [models]);
  const availability = m.contract("DataAvailability", [token, parameters, models]);
  const disputes = m.contract("Disputes", [token, parameters, staking, models]);
  const judges = [rowProver, scoreProver, statementProver, earningsProver, availability, disputes];
  const ledger = m.contract("AttributionLedger", [token, parameters, staking, models, contributions, vault, judges]);
  const manifestProver = m.contract("ManifestProver", [models, contributions, dots]);

  m.call(datanets, "wire", [contributions]);
  m.call(models, "wire", [vault, ledger, [manifestProver, disputes]]);
  m.call(vault, "wire", [ledger]);
  for (const judge of judges) m.call(judge, "wire", [ledger]);
  m.call(staking, "wire", [ATTESTOR, ledger]);

  return {
    token,
    parameters,
    staking,
    datanets,
    contributions,
    review,
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
  };
});
