import type { HardhatEthersSigner as Signer } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256 } from "ethers";

import { PARAMETERS, parameterId } from "../../../sdk/src/parameter.js";
import { emptyAccount } from "../../model/ledger-state.js";
import type { Model, State } from "../../model/state.js";
import { ascending } from "../attest.js";
import { namedAccounts } from "../accounts.js";
import { time } from "../chain.js";
import { datasetOf } from "../chunks.js";
import { contribute, createDatanet } from "../contribute.js";
import { deployOpenLedger, type OpenLedger } from "../deploy-open-ledger.js";
import { manifestJudge } from "../manifest-judge.js";
import { contributionTable, freezeWithSeed, manifestOf, registerModel } from "../models.js";
import { impersonated } from "../prover.js";
import { wait } from "../time.js";
import { open } from "../units.js";

/** Whose money is followed. */
const HOLDERS = [
  ...(["deployer", "owner", "treasury", "trainer", "alice", "bob", "carol"] as const),
  ...(["payer", "host", "attestor1", "attestor2", "attestor3", "mallory"] as const),
];
const CONTRACTS = ["staking", "vault", "ledger", "models"] as const;

/** By model: its parents, and its contributions. */
const LINEAGE = [
  { parents: [], contributions: [0, 1, 2] },
  { parents: [1], contributions: [0, 1] },
  { parents: [1, 2], contributions: [2] },
] as const;

/** Everything deployed, three models of a lineage that take payments, OPEN in everybody's pocket; and the same as the model's state. */
export async function deployStage() {
  const world = await deployOpenLedger();
  // Whoever may stand in a list of signers has its name in the order of the addresses, which is all the model knows of them.
  const signers = ascending([world.attestor1, world.attestor2, world.attestor3, world.mallory]);
  const [attestor1, attestor2, attestor3, mallory] = signers as [Signer, Signer, Signer, Signer];
  const accounts = { ...(await namedAccounts()), attestor1, attestor2, attestor3, mallory };
  const { token, models, vault, staking, ledger, deployer, trainer, alice, bob, carol } = world;
  for (const name of HOLDERS) {
    const holder = accounts[name];
    if (holder !== deployer) await token.transfer(holder, open(50_000));
    for (const spender of [vault, staking, ledger, models]) await token.connect(holder).approve(spender, MaxUint256);
  }

  const datanetId = await createDatanet(world);
  const contributionIds: bigint[] = [];
  for (const [i, contributor] of [alice, bob, carol].entries()) {
    contributionIds.push(await contribute(world, { contributor, datanetId, dataset: datasetOf(`text ${String(i)}`) }));
  }
  const versions = [{ datanetId, ...(await freezeWithSeed(world, datanetId)) }];
  for (const { parents, contributions } of LINEAGE) {
    const table = contributionTable(contributions.map((i) => contributionIds[i]!));
    await registerModel(world, { ...manifestOf(table, versions), parents: [...parents] });
  }
  await wait(world, "ManifestWindowSeconds");
  const stage = {
    ...{ world, accounts, contributionIds, trainer },
    batchJudge: await impersonated(world.scoreProver),
    manifestJudge: await manifestJudge(world),
  };
  return { ...stage, state: await genesis(stage) };
}

type Staged = { readonly world: OpenLedger; readonly accounts: Awaited<ReturnType<typeof namedAccounts>> };

/** The state of the model where the sequences begin. */
async function genesis({ world, accounts }: Staged): Promise<State> {
  const { parameters, token, models } = world;
  const values = await Promise.all(PARAMETERS.map((name) => parameters.get(parameterId(name))));
  const balance = async (name: string, account: { getAddress: () => Promise<string> }) =>
    [name, await token.balanceOf(await account.getAddress())] as const;
  const balances = await Promise.all([
    ...HOLDERS.map((name) => balance(name, accounts[name])),
    ...CONTRACTS.map((name) => balance(name, world[name])),
  ]);
  const lineage = LINEAGE.map(async ({ parents, contributions }, i): Promise<[number, Model]> => {
    const { opensAt } = await models.recordOf(i + 1);
    const { bond } = await models.trainerOf(i + 1);
    const lived = { retiredAt: 0n, settlesUntil: 0n, releaseAt: 0n, fellAt: 0n, buckets: [], royalty: 0n };
    const made = { owner: "trainer", trainer: "trainer", parents: [...parents], contributions: [...contributions] };
    return [i + 1, { ...made, ...lived, bond, opensAt, account: emptyAccount() }];
  });
  return {
    now: BigInt(await time.latest()),
    parameters: Object.fromEntries(PARAMETERS.map((name, i) => [name, values[i]!])) as State["parameters"],
    open: Object.fromEntries(balances),
    staking: { pools: {}, unbondings: [], rewardPerTokenWad: 0n, undistributed: 0n },
    reserves: {},
    channels: {},
    owed: {},
    models: Object.fromEntries(await Promise.all(lineage)),
    contributionOwners: ["alice", "bob", "carol"],
    posted: [],
    refuted: [],
  };
}

export type Stage = Awaited<ReturnType<typeof deployStage>>;
