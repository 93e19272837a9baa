import { claim, claimMany, claimTo } from "./claims.js";
import * as ledger from "./ledger.js";
import * as models from "./models.js";
import { setParameter } from "./parameters.js";
import { Refusal } from "./refusal.js";
import * as staking from "./staking.js";
import type { State } from "./state.js";
import * as vault from "./vault.js";

/** Everything that anybody can do to the money, by the name of the action. */
const RULES = {
  stake: staking.stake,
  unbond: staking.unbond,
  withdrawStake: staking.withdrawStake,
  addReward: staking.addReward,
  claimReward: staking.claimReward,
  deposit: vault.deposit,
  requestWithdrawal: vault.requestWithdrawal,
  withdrawReserve: vault.withdrawReserve,
  pay: vault.pay,
  settle: vault.settle,
  settleMany: vault.settleMany,
  close: vault.close,
  climb: vault.climb,
  collect: vault.collect,
  refund: vault.refund,
  post: ledger.post,
  postAlone: ledger.postAlone,
  releaseBond: ledger.releaseBond,
  refuteCumulative: ledger.refuteCumulative,
  dropSlashing: ledger.dropSlashing,
  hold: ledger.hold,
  pause: ledger.pause,
  unpause: ledger.unpause,
  claim,
  claimTo,
  claimMany,
  retire: models.retire,
  fall: models.fall,
  releaseModelBond: models.releaseModelBond,
  transferModel: models.transferModel,
  transferContribution: models.transferContribution,
  setParameter,
} as const;

export type Kind = keyof typeof RULES;
export type Of<K extends Kind> = Parameters<(typeof RULES)[K]>[1];
export type Action = { [K in Kind]: { readonly kind: K; readonly args: Of<K> } }[Kind];

/** What the state is after the action, in a block at `state.now`; or why it is refused. */
export function apply(state: State, { kind, args }: Action): State | Refusal {
  const next = structuredClone(state);
  const rule = RULES[kind] as (draft: State, given: typeof args) => void;
  try {
    rule(next, args);
    return next;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
