import { MaxUint256 } from "ethers";

import { datasetOf } from "./chunks.js";
import { contribute, createDatanet } from "./contribute.js";
import { deployOpenLedger } from "./deploy-open-ledger.js";
import { parameterId, type ParameterName } from "../../sdk/src/parameter.js";
import { freezeWithSeed } from "./models.js";
import { registerModel } from "./register-model.js";
import { ROLE } from "../../sdk/src/role.js";
import { open } from "./units.js";

export const STAKE = open(20_000);
const QUORUM = 2n;

/** Sets a parameter as governance would. */
export async function setParameter(
  { parameters, owner }: Pick<Awaited<ReturnType<typeof deployOpenLedger>>, "parameters" | "owner">,
  name: ParameterName,
  value: bigint,
): Promise<void> {
  await parameters.connect(owner).set(parameterId(name), value);
}

/**
 * The economy with five contributions (two of alice's, one of bob's, two of carol's), a model of 80 cells and 64 lanes, three staked attestors
 * and a quorum of two; the payer has OPEN, approved to the vault.
 */
export async function deployLedger() {
  const world = await deployOpenLedger();
  const { token, staking, vault, deployer, payer, attestor1, attestor2, attestor3, alice, bob, carol } = world;
  await setParameter(world, "QuorumSigners", QUORUM);

  const datanetId = await createDatanet(world);
  const owners = [alice, bob, carol, alice, carol];
  const contributionIds: bigint[] = [];
  for (const [i, contributor] of owners.entries()) {
    contributionIds.push(await contribute(world, { contributor, datanetId, dataset: datasetOf(`text ${i}`) }));
  }
  const frozen = await freezeWithSeed(world, datanetId);
  const model = await registerModel(world, frozen, { datanetId, contributionIds, cellsEach: 16, lanes: 64 });

  await token.connect(deployer).approve(staking, MaxUint256);
  for (const attestor of [attestor1, attestor2, attestor3]) {
    await staking.connect(deployer).stake(ROLE.attestor, attestor, STAKE);
  }
  await token.connect(deployer).transfer(payer, open(100_000));
  await token.connect(payer).approve(vault, MaxUint256);
  return { ...world, datanetId, frozen, contributionIds, owners, model, modelId: model.modelId };
}

export type LedgerWorld = Awaited<ReturnType<typeof deployLedger>>;
