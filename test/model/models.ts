import { voidPending } from "./ledger.js";
import { need } from "./refusal.js";
import type { Account, State } from "./state.js";
import { burn, move } from "./token.js";

export function isPayable({ models, now }: State, model: number): boolean {
  const { retiredAt, fellAt, opensAt } = models[model]!;
  return retiredAt === 0n && fellAt === 0n && now >= opensAt;
}

/** A retired model's vouchers still settle for a while. */
export function isSettleable({ models, now }: State, model: number): boolean {
  const { retiredAt, fellAt, opensAt, settlesUntil } = models[model]!;
  return fellAt === 0n && now >= opensAt && (retiredAt === 0n || now < settlesUntil);
}

export function retire({ models, now, parameters }: State, { by, model }: { by: Account; model: number }): void {
  const retiring = models[model]!;
  need(by === retiring.owner, "ModelNotOwner");
  need(retiring.retiredAt === 0n, "ModelAlreadyRetired");
  need(retiring.fellAt === 0n, "ModelAlreadyFallen");
  retiring.retiredAt = now;
  retiring.settlesUntil = now + parameters.WithdrawalDelaySeconds;
  retiring.releaseAt = now + parameters.UnbondingSeconds;
}

export function releaseModelBond(state: State, { model }: { model: number }): void {
  const retired = state.models[model]!;
  need(retired.fellAt === 0n, "ModelAlreadyFallen");
  need(retired.releaseAt !== 0n && state.now >= retired.releaseAt, "ModelBondNotReleased");
  need(retired.bond > 0n, "ModelBondAlreadyReleased");
  move(state, "models", retired.trainer, retired.bond);
  retired.bond = 0n;
}

/** What a judge does who was shown that the manifest is wrong. Buckets and batches of the model end. */
export function fall(state: State, { model, challenger }: { model: number; challenger: Account }): void {
  const falling = state.models[model]!;
  const taken = falling.bond;
  need(falling.fellAt === 0n, "ModelAlreadyFallen");
  need(taken > 0n, "ModelBondAlreadyReleased");
  falling.fellAt = state.now;
  falling.bond = 0n;
  voidPending(state, model);
  burn(state, "models", taken, challenger);
}

export function transferModel({ models }: State, { to, model }: { to: Account; model: number }): void {
  models[model]!.owner = to;
}

export function transferContribution(
  { contributionOwners }: State,
  { to, contribution }: { to: Account; contribution: number },
): void {
  contributionOwners[contribution] = to;
}
