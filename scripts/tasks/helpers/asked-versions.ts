import type { VersionName } from "../../../indexer/src/frozen-version.js";
import { modelVersions } from "../../../indexer/src/model.js";
import type { World } from "../../../indexer/src/replay.js";
import { idOption, optional } from "./parse-options.js";
import { PreconditionError, UsageError } from "./task-errors.js";

/** What data a question is about: a model's, or a Datanet's. */
export type AskedData = { readonly modelId: bigint } | { readonly datanetId: bigint };

/** Reads --model or --datanet. Throws {@link UsageError} unless it is exactly one of them. */
export function askedData(options: Readonly<Record<"model" | "datanet", string | undefined>>): AskedData {
  const modelId = optional("model", options.model, idOption);
  const datanetId = optional("datanet", options.datanet, idOption);
  if (modelId !== undefined && datanetId === undefined) return { modelId };
  if (datanetId !== undefined && modelId === undefined) return { datanetId };
  throw new UsageError("Expected --model or --datanet, and only one of them. See --help.");
}

/** The versions that the model was trained on, or the Datanet's last frozen one. Throws UnknownModelError and {@link PreconditionError}. */
export function askedVersions(world: World, asked: AskedData): VersionName[] {
  return "modelId" in asked ? modelVersions(world, asked.modelId) : [lastVersion(world, asked.datanetId)];
}

function lastVersion(world: World, datanetId: bigint): VersionName {
  const versions = [...world.registries.versions.values()].filter((each) => each.datanetId === datanetId);
  if (versions.length === 0) {
    throw new PreconditionError(
      `Expected a frozen version of Datanet ${String(datanetId)}, found none. Freeze it first.`,
    );
  }
  return { datanetId, version: Math.max(...versions.map(({ version }) => Number(version))) };
}
