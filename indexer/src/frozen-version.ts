import { BaseError } from "../../engine/src/core/errors.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { VersionName } from "../../engine/src/core/import/version-names.js";
import { replayLog, type VersionContent } from "../../engine/src/core/text/replay-log.js";
import type { World } from "./replay.js";
import { key } from "./replay/tally.js";

export type { VersionName };

/** What a frozen version holds, from its Datanet's log alone, and its seed. Throws {@link VersionNotReadyError}. */
export function frozenVersion(
  world: World,
  { datanetId, version }: VersionName,
): { readonly seed: Hex; readonly content: VersionContent } {
  const frozen = world.registries.versions.get(key(datanetId, version));
  if (frozen?.seed === undefined) throw new VersionNotReadyError(datanetId, version);
  const log = world.registries.logs.get(datanetId)!.slice(0, Number(frozen.logLength));
  const content = replayLog(
    log.map(({ kind, contributionId, value }) => ({ kind: Number(kind), contributionId, value: value as Hex })),
  );
  return { seed: frozen.seed as Hex, content };
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
