import type { Hex } from "../../engine/src/core/hash/hex.js";
import {
  buildTrainingSet,
  type SourceContribution,
  type TrainingSet,
} from "../../engine/src/core/text/build-training-set.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { replayLog } from "../../engine/src/core/text/replay-log.js";
import { BaseError } from "../../engine/src/core/errors.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import { key } from "./replay/tally.js";

export type VersionName = { readonly datanetId: bigint; readonly version: number };

/** What a model of these versions is trained on: from logs and published data alone, whoever computes it. */
export async function trainingSetOf(
  world: World,
  published: Published,
  options: { readonly versions: readonly VersionName[]; readonly cellBytes: number },
): Promise<TrainingSet> {
  const sources: SourceContribution[] = [];
  const seeds = new Map<bigint, Hex>();
  for (const { datanetId, version } of options.versions) {
    const frozen = world.registries.versions.get(key(datanetId, version));
    if (frozen?.seed === undefined) throw new VersionNotReadyError(datanetId, version);
    seeds.set(datanetId, frozen.seed as Hex);

    const log = world.registries.logs.get(datanetId)!.slice(0, Number(frozen.logLength));
    const { contributions } = replayLog(
      log.map(({ kind, contributionId, value }) => ({ kind: Number(kind), contributionId, value: value as Hex })),
    );
    for (const { contributionId, root, withdrawn, voidChunks } of contributions) {
      const bytes = await published.readData(root);
      const content = chunkContribution(bytes, { maxBytes: bytes.length });
      const { committedBlock } = world.registries.contributions.get(contributionId)!;
      sources.push({ contributionId, datanetId, committedBlock, withdrawn, voidChunks, content });
    }
  }
  return buildTrainingSet({ contributions: sources, seeds, cellBytes: options.cellBytes });
}

export class VersionNotReadyError extends BaseError {
  readonly code = "VERSION_NOT_READY";

  constructor(datanetId: bigint, version: number) {
    super(
      `Expected version ${version} of Datanet ${datanetId} to be frozen with a recorded seed, it is not. ` +
        `Freeze it, wait for its seed block, and record the seed.`,
    );
  }
}
