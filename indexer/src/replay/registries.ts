import { ZeroAddress } from "ethers";

import type { ChainEvent, ChainEventOf } from "../../../sdk/src/chain-event.js";
import { key, Tally } from "./tally.js";

type LogRecord = ChainEventOf<"datanets", "LogAppended">["args"];
type VersionRecord = ChainEventOf<"datanets", "VersionFrozen">["args"] & { seed: string | undefined };
export type ModelFields = ChainEventOf<"models", "ModelRegistered">["args"];
type FallRecord = ChainEventOf<"models", "ModelFell">["args"];
type ContributionRecord = ChainEventOf<"contributions", "Contributed">["args"] & {
  status: "pending" | "accepted" | "refused";
  withdrawn: boolean;
};

/** Datanets, contributions, versions, models and who owns them, from the registries' events alone. */
export class RegistriesReplay {
  /** contract/tokenId */
  readonly owners = new Map<string, string>();
  readonly contributions = new Map<bigint, ContributionRecord>();
  /** datanetId, in order */
  readonly logs = new Map<bigint, LogRecord[]>();
  /** datanetId/version */
  readonly versions = new Map<string, VersionRecord>();
  readonly models = new Map<bigint, ModelFields>();
  /** modelId: the trainers' bonds still held, token base units */
  readonly bonds = new Tally();
  /** modelId */
  readonly fallen = new Map<bigint, FallRecord>();

  apply(event: ChainEvent): void {
    if (event.contract === "datanets") this.#datanet(event);
    else if (event.contract === "contributions") this.#contribution(event);
    else if (event.contract === "models") this.#model(event);
  }

  #datanet(event: Extract<ChainEvent, { contract: "datanets" }>): void {
    switch (event.event) {
      case "Transfer":
        this.#transfer(event.contract, event.args);
        break;
      case "LogAppended":
        this.#append(event.args);
        break;
      case "VersionFrozen":
        this.versions.set(key(event.args.datanetId, event.args.version), { ...event.args, seed: undefined });
        break;
      case "SeedRecorded":
        this.versions.get(key(event.args.datanetId, event.args.version))!.seed = event.args.seed;
        break;
    }
  }

  #contribution(event: Extract<ChainEvent, { contract: "contributions" }>): void {
    switch (event.event) {
      case "Transfer":
        this.#transfer(event.contract, event.args);
        break;
      case "Contributed":
        this.contributions.set(event.args.contributionId, { ...event.args, status: "pending", withdrawn: false });
        break;
      case "Reviewed":
        this.contributions.get(event.args.contributionId)!.status = event.args.accepted ? "accepted" : "refused";
        break;
      case "ConsentWithdrawn":
        this.contributions.get(event.args.contributionId)!.withdrawn = true;
        break;
    }
  }

  #model(event: Extract<ChainEvent, { contract: "models" }>): void {
    switch (event.event) {
      case "Transfer":
        this.#transfer(event.contract, event.args);
        break;
      case "ModelRegistered":
        this.models.set(event.args.modelId, event.args);
        this.bonds.add(key(event.args.modelId), event.args.bond);
        break;
      case "BondReleased":
        this.bonds.add(key(event.args.modelId), -event.args.amount);
        break;
      case "ModelFell":
        this.fallen.set(event.args.modelId, event.args);
        this.bonds.add(key(event.args.modelId), -event.args.bounty - event.args.burnt);
        break;
    }
  }

  #append(entry: LogRecord): void {
    const log = this.logs.get(entry.datanetId);
    if (log === undefined) this.logs.set(entry.datanetId, [entry]);
    else log.push(entry);
  }

  #transfer(contract: string, { to, tokenId }: { readonly to: string; readonly tokenId: bigint }): void {
    if (to === ZeroAddress) this.owners.delete(key(contract, tokenId));
    else this.owners.set(key(contract, tokenId), to);
  }
}
