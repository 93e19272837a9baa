import type { ChainEvent } from "../../sdk/src/chain-event.js";
import { AvailabilityReplay } from "./replay/availability.js";
import { DisputesReplay } from "./replay/disputes.js";
import { LedgerReplay } from "./replay/ledger.js";
import { RegistriesReplay } from "./replay/registries.js";
import { StakingReplay } from "./replay/staking.js";
import { TokenReplay } from "./replay/token.js";
import { VaultReplay } from "./replay/vault.js";

/** The whole state of a deployment as its event logs tell it. */
export type World = {
  readonly token: TokenReplay;
  readonly staking: StakingReplay;
  readonly registries: RegistriesReplay;
  readonly vault: VaultReplay;
  readonly ledger: LedgerReplay;
  readonly availability: AvailabilityReplay;
  readonly disputes: DisputesReplay;
};

/** Rebuilds the state from events in chain order. Pure: no call to the chain, nothing but the logs. */
export function replay(events: Iterable<ChainEvent>, treasury: string): World {
  const world: World = {
    token: new TokenReplay(),
    staking: new StakingReplay(),
    registries: new RegistriesReplay(),
    vault: new VaultReplay(treasury),
    ledger: new LedgerReplay(),
    availability: new AvailabilityReplay(),
    disputes: new DisputesReplay(),
  };
  extend(world, events);
  return world;
}

/** Carries the state on with the events that follow those it was made from. */
export function extend(world: World, events: Iterable<ChainEvent>): void {
  for (const event of events) for (const part of Object.values(world)) part.apply(event);
}
