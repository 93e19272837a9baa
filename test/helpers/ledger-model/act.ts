import type { TransactionResponse } from "ethers";

import { NO_PARENT } from "../../../engine/src/core/audit/evidence-types.js";
import { parameterId } from "../../../sdk/src/parameter.js";
import { ROLE } from "../../../sdk/src/role.js";
import type { Item } from "../../model/claims.js";
import type { Action, Kind, Of } from "../../model/rules.js";
import type { State } from "../../model/state.js";
import type { Voucher } from "../../model/vault.js";
import { BATCH_TYPES, ledgerDomain } from "../attest.js";
import { mutable } from "../mutable.js";
import { signVoucher } from "../voucher.js";
import { hashOf } from "../hashes.js";
import { addressOf, batchOf, headOf, leafOf, postedOf, settlementOf, signerOf } from "./names.js";
import type { Stage } from "./stage.js";

type Sent = Promise<TransactionResponse>;
type Acts = { readonly [K in Kind]: (stage: Stage, args: Of<K>, state: State) => Sent };

/** Enough for every action; given, so that nothing is estimated and a refused one is mined like any other. */
const GAS = { gasLimit: 5_000_000n };

const vault = (stage: Stage, by: string) => stage.world.vault.connect(signerOf(stage, by));
const staking = (stage: Stage, by: string) => stage.world.staking.connect(signerOf(stage, by));
const ledger = (stage: Stage, by = "mallory") => stage.world.ledger.connect(signerOf(stage, by));

async function signed(stage: Stage, { voucher, signer }: { voucher: Voucher; signer: string }) {
  const { payer, payee, model, cumulative, head } = voucher;
  const promise = {
    ...{ payer: addressOf(stage, payer), payee: addressOf(stage, payee) },
    ...{ modelId: BigInt(model), cumulativeFee: cumulative, head: headOf(head) },
  };
  return { promise, signature: await signVoucher(stage.world.vault, signerOf(stage, signer), promise) };
}

async function claimItem(stage: Stage, state: State, { id, leaf }: Item) {
  const { batch, signed: words, earning, proof } = await leafOf(stage, state, id, leaf);
  return mutable({ modelId: batch.modelId, bucket: batch.bucket, ...words, index: leaf, earning, proof });
}

const ACTS: Acts = {
  stake: (stage, { by, operator, amount }) =>
    staking(stage, by).stake(ROLE.attestor, addressOf(stage, operator), amount, GAS),
  unbond: (stage, { by, operator, shares }) =>
    staking(stage, by).unbond(ROLE.attestor, addressOf(stage, operator), shares, GAS),
  withdrawStake: (stage, { by, id }) => staking(stage, by).withdraw(id, GAS),
  addReward: (stage, { by, amount }) => staking(stage, by).addReward(amount, GAS),
  claimReward: (stage, { by, operator }) =>
    staking(stage, by).claimReward(ROLE.attestor, addressOf(stage, operator), GAS),

  deposit: (stage, { by, payer, payee, amount }) =>
    by === payer
      ? vault(stage, by).deposit(addressOf(stage, payee), amount, GAS)
      : vault(stage, by).depositFor(addressOf(stage, payer), addressOf(stage, payee), amount, GAS),
  requestWithdrawal: (stage, { by, payee, amount }) =>
    vault(stage, by).requestWithdrawal(addressOf(stage, payee), amount, GAS),
  withdrawReserve: (stage, { by, payee }) => vault(stage, by).withdraw(addressOf(stage, payee), GAS),
  pay: (stage, { by, model, payee, amount, request }) =>
    vault(stage, by).pay(model, addressOf(stage, payee), amount, hashOf(request), GAS),
  settle: async (stage, { by, ...given }) => {
    const { promise, signature } = await signed(stage, given);
    return vault(stage, by).settle(promise, signature, GAS);
  },
  settleMany: async (stage, { by, vouchers }) => {
    const all = await Promise.all(vouchers.map((each) => signed(stage, each)));
    const signatures = all.map(({ signature }) => signature);
    const promises = all.map(({ promise }) => promise);
    return vault(stage, by).settleMany(promises, signatures, GAS);
  },
  close: (stage, { model, bucket }) => vault(stage, "mallory").close(model, bucket, GAS),
  climb: (stage, { model }) => vault(stage, "mallory").climb(model, GAS),
  collect: (stage, { account }) => vault(stage, "mallory").collect(addressOf(stage, account), GAS),
  refund: (stage, given, { models }) => {
    const settlement = models[given.model]!.buckets[given.bucket]!.settlements[given.sequence]!;
    return vault(stage, "mallory").refund(settlementOf(stage, { ...settlement, ...given }), GAS);
  },

  post: async (stage, { content, signers, signedBy }, state) => {
    const batch = await batchOf(stage, state, content);
    const domain = await ledgerDomain(stage.world);
    const sign = (name: string) => signerOf(stage, name).signTypedData(domain, BATCH_TYPES, batch);
    const addresses = signers.map((name) => addressOf(stage, name));
    return ledger(stage).post(batch, addresses, await Promise.all(signedBy.map(sign)), "urn:batch", GAS);
  },
  postAlone: async (stage, { by, content }, state) =>
    ledger(stage, by).postAlone(await batchOf(stage, state, content), "urn:batch", GAS),
  releaseBond: (stage, { model, bucket }) => ledger(stage).releaseBond(model, bucket, GAS),
  refuteCumulative: async (stage, { by, id, leaf }, state) => {
    const { batch, signers, earning, proof } = await leafOf(stage, state, id, leaf);
    const { parent } = state.posted[id - 1]!.content;
    const before = parent === 0 ? undefined : await leafOf(stage, state, parent, leaf);
    const parentEarning =
      before === undefined ? NO_PARENT : { ...before.signed, earning: before.earning, proof: before.proof };
    return stage.world.earningsProver
      .connect(signerOf(stage, by))
      .refuteCumulative(...mutable([{ batch, signers }, { earning, index: leaf, proof }, parentEarning] as const), GAS);
  },
  dropSlashing: async (stage, { id, challenger, slashed }, state) => {
    const { batch, signers } = await postedOf(stage, state, state.posted[id - 1]!);
    const losers = slashed.map((name) => addressOf(stage, name));
    return stage.world.ledger
      .connect(stage.batchJudge)
      .dropSlashing({ batch, signers }, "withheld", addressOf(stage, challenger), losers, GAS);
  },
  hold: async (stage, { id, until }, state) => {
    const { batch, signers } = await postedOf(stage, state, state.posted[id - 1]!);
    return stage.world.ledger.connect(stage.batchJudge).hold({ batch, signers }, until, GAS);
  },
  pause: (stage, { by, model, from }) => ledger(stage, by).pause(model, from, GAS),
  unpause: (stage, { by, model }) => ledger(stage, by).unpause(model, GAS),

  claim: async (stage, { item }, state) => ledger(stage).claim(await claimItem(stage, state, item), GAS),
  claimTo: async (stage, { by, item, recipient }, state) =>
    ledger(stage, by).claimTo(await claimItem(stage, state, item), addressOf(stage, recipient), GAS),
  claimMany: async (stage, { items }, state) =>
    ledger(stage).claimMany(await Promise.all(items.map((item) => claimItem(stage, state, item))), GAS),

  retire: (stage, { by, model }) => stage.world.models.connect(signerOf(stage, by)).retire(model, GAS),
  fall: (stage, { model, challenger }) =>
    stage.world.models.connect(stage.manifestJudge).fall(model, "weight", addressOf(stage, challenger), GAS),
  releaseModelBond: (stage, { model }) => stage.world.models.releaseBond(model, GAS),
  transferModel: (stage, { to, model }, { models }) => {
    const owner = signerOf(stage, models[model]!.owner);
    return stage.world.models.connect(owner).transferFrom(owner, addressOf(stage, to), model, GAS);
  },
  transferContribution: (stage, { to, contribution }, { contributionOwners }) => {
    const owner = signerOf(stage, contributionOwners[contribution]!);
    const id = stage.contributionIds[contribution]!;
    return stage.world.contributions.connect(owner).transferFrom(owner, addressOf(stage, to), id, GAS);
  },
  setParameter: (stage, { name, value }) =>
    stage.world.parameters.connect(signerOf(stage, "owner")).set(parameterId(name), value, GAS),
};

/** Does on the chain what the action says; nothing is awaited but that it is sent. */
export function act(stage: Stage, { kind, args }: Action, state: State): Sent {
  return (ACTS[kind] as (stage: Stage, given: typeof args, state: State) => Sent)(stage, args, state);
}
