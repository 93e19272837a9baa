import { Args, type ChainEvent } from "../events.js";
import { key } from "./tally.js";

const NOBODY = "0x0000000000000000000000000000000000000000";

export type LogRecord = { readonly kind: bigint; readonly contributionId: bigint; readonly value: string };

export type VersionRecord = {
  readonly datanetId: bigint;
  readonly version: bigint;
  readonly root: string;
  readonly logLength: bigint;
  seed: string | undefined;
};

export type ContributionRecord = {
  readonly contributionId: bigint;
  readonly datanetId: bigint;
  readonly contributor: string;
  readonly root: string;
  readonly chunkCount: bigint;
  readonly licence: string;
  readonly uri: string;
  readonly commitIndex: bigint;
  status: "pending" | "accepted" | "refused";
  withdrawn: boolean;
};

export type ModelFields = {
  readonly modelId: bigint;
  readonly trainer: string;
  readonly manifestHash: string;
  readonly manifest: unknown;
  readonly defaults: readonly { readonly cell: bigint; readonly share: bigint }[];
  readonly uri: string;
};

/** Datanets, contributions, versions, models and who owns them, from the registries' events alone. */
export class RegistriesReplay {
  /** contract/tokenId */
  readonly owners = new Map<string, string>();
  readonly logs = new Map<bigint, LogRecord[]>();
  readonly versions = new Map<string, VersionRecord>();
  readonly contributions = new Map<bigint, ContributionRecord>();
  readonly voidChunks: { contributionId: bigint; index: bigint }[] = [];
  readonly models = new Map<bigint, ModelFields>();

  apply(event: ChainEvent): void {
    const args = new Args(event);
    switch (`${event.contract}.${event.event}`) {
      case "datanets.Transfer":
      case "contributions.Transfer":
      case "models.Transfer":
        this.#transfer(event.contract, args);
        break;
      case "datanets.LogAppended":
        this.#append(args);
        break;
      case "datanets.VersionFrozen":
        this.#freeze(args);
        break;
      case "datanets.SeedRecorded":
        this.versions.get(key(args.bigint("datanetId"), args.bigint("version")))!.seed = args.string("seed");
        break;
      case "contributions.Contributed":
        this.#contribute(args);
        break;
      case "contributions.Reviewed":
        this.contributions.get(args.bigint("contributionId"))!.status = args.boolean("accepted") ? "accepted" : "refused";
        break;
      case "contributions.ConsentWithdrawn":
        this.contributions.get(args.bigint("contributionId"))!.withdrawn = true;
        break;
      case "contributions.ChunkVoided":
        this.voidChunks.push({ contributionId: args.bigint("contributionId"), index: args.bigint("index") });
        break;
      case "models.ModelRegistered":
        this.#model(event, args);
        break;
    }
  }

  #transfer(contract: string, args: Args): void {
    const [to, id] = [args.string("to"), key(contract, args.bigint("tokenId"))];
    if (to === NOBODY) this.owners.delete(id);
    else this.owners.set(id, to);
  }

  #append(args: Args): void {
    const datanetId = args.bigint("datanetId");
    const log = this.logs.get(datanetId) ?? [];
    log.push({ kind: args.bigint("kind"), contributionId: args.bigint("contributionId"), value: args.string("value") });
    this.logs.set(datanetId, log);
  }

  #freeze(args: Args): void {
    const [datanetId, version] = [args.bigint("datanetId"), args.bigint("version")];
    this.versions.set(key(datanetId, version), {
      datanetId,
      version,
      root: args.string("root"),
      logLength: args.bigint("logLength"),
      seed: undefined,
    });
  }

  #contribute(args: Args): void {
    const contributionId = args.bigint("contributionId");
    this.contributions.set(contributionId, {
      contributionId,
      datanetId: args.bigint("datanetId"),
      contributor: args.string("contributor"),
      root: args.string("root"),
      chunkCount: args.bigint("chunkCount"),
      licence: args.string("licence"),
      uri: args.string("uri"),
      commitIndex: args.bigint("commitIndex"),
      status: "pending",
      withdrawn: false,
    });
  }

  #model(event: ChainEvent, args: Args): void {
    const modelId = args.bigint("modelId");
    this.models.set(modelId, {
      modelId,
      trainer: args.string("trainer"),
      manifestHash: args.string("manifestHash"),
      manifest: event.args["manifest"],
      defaults: event.args["defaults"] as ModelFields["defaults"],
      uri: args.string("uri"),
    });
  }
}
