import { ethers } from "./chain.js";
import { ROLE } from "../../sdk/src/role.js";
import { open } from "./units.js";

export const MODEL = 1n;

/**
 * The money contracts alone, with stand-ins for the registry and the ledger, and OPEN in everybody's pocket, approved.
 * `slasher` stands for the attribution ledger towards Staking.
 */
export async function deployMoney() {
  const [deployer, owner, treasury, slasher, modelOwner, payer, payee, alice, bob, carol] = await ethers.getSigners();
  const users = [payer!, payee!, alice!, bob!, carol!];

  const token = await ethers.deployContract("OpenToken", [deployer!]);
  const parameters = await ethers.deployContract("Parameters", [owner!, owner!, owner!, [], []]);
  const staking = await ethers.deployContract("Staking", [token, parameters]);
  const models = await ethers.deployContract("ModelRegistryMock");
  const ledger = await ethers.deployContract("AttributionLedgerMock");
  const vault = await ethers.deployContract("InferenceVault", [token, parameters, models, staking, treasury!]);

  await staking.wire(ROLE.attestor, slasher!);
  await vault.wire(ledger);
  await models.set(MODEL, true, modelOwner!);
  for (const user of users) {
    await token.transfer(user, open(1_000_000));
    await token.connect(user).approve(staking, ethers.MaxUint256);
    await token.connect(user).approve(vault, ethers.MaxUint256);
  }
  await token.approve(staking, ethers.MaxUint256);

  return {
    ...{ token, parameters, staking, models, ledger, vault },
    deployer: deployer!,
    owner: owner!,
    treasury: treasury!,
    slasher: slasher!,
    modelOwner: modelOwner!,
    payer: payer!,
    payee: payee!,
    alice: alice!,
    bob: bob!,
    carol: carol!,
  };
}
