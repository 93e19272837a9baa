import type { RegisteredModel } from "../../engine/src/core/audit/manifest-case.js";
import { decodeModelBundle, type ModelBundle } from "../../engine/src/core/bundle/model-bundle.js";
import { BaseError } from "../../engine/src/core/errors.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { LedgerModel } from "../../engine/src/core/ledger/model.js";
import { type Manifest, manifestOf } from "../../engine/src/core/pipeline/manifest.js";
import type { VersionName } from "./frozen-version.js";
import type { Published } from "./published.js";
import type { World } from "./replay.js";
import type { ModelFields } from "./replay/registries.js";

export type PublishedModel = {
  readonly record: ModelFields;
  readonly bundle: ModelBundle;
  readonly ledger: LedgerModel;
};

/**
 * A registered model with its published bundle, checked to be the one its manifest commits to.
 * Throws {@link UnknownModelError}, {@link ManifestMismatchError}, and what reading the bundle throws.
 */
export async function publishedModel(world: World, published: Published, modelId: bigint): Promise<PublishedModel> {
  const record = world.registries.models.get(modelId);
  if (record === undefined) throw new UnknownModelError(modelId);
  const bundle = decodeModelBundle(await published.readBundle(record.manifest.dataHash as Hex));

  const given = manifestOf(bundle, {
    baseHash: record.manifest.baseHash as Hex,
    parents: record.manifest.parents,
    seed: record.manifest.seed as Hex,
    engineHash: record.manifest.engineHash as Hex,
    dataHash: record.manifest.dataHash as Hex,
  });
  const [registered, found] = [
    commitments(record.manifest, record.defaults),
    commitments(given, bundle.manifest.defaults),
  ];
  for (const [field, value] of Object.entries(registered)) {
    const foundValue = found[field as keyof typeof found];
    if (foundValue !== value)
      throw new ManifestMismatchError(modelId, field, { registered: value, published: foundValue });
  }
  const { contributions, cells, defaults } = bundle.manifest;
  return { record, bundle, ledger: { modelId, contributions, cells, defaults, responses: bundle.responses } };
}

/** The versions that a model was trained on, as registered. Throws {@link UnknownModelError}. */
export function modelVersions(world: World, modelId: bigint): VersionName[] {
  const record = world.registries.models.get(modelId);
  if (record === undefined) throw new UnknownModelError(modelId);
  return record.manifest.versions.map(({ datanetId, version }) => ({ datanetId, version: Number(version) }));
}

/** The registration as the engine takes it: 32-bit integers as numbers. */
export function registeredModel({ modelId, manifest, defaults }: ModelFields): RegisteredModel {
  return {
    modelId,
    manifest: {
      ...(manifest as typeof manifest & Pick<Manifest, HashField>), // the ABI's bytes32 are hexadecimal
      versions: manifest.versions.map(({ datanetId, version, heldOutRoot }) => ({
        datanetId,
        version: Number(version),
        heldOutRoot: heldOutRoot as Hex,
      })),
      contributionCount: Number(manifest.contributionCount),
      cellCount: Number(manifest.cellCount),
      lanes: Number(manifest.lanes),
      responseScaleBits: Number(manifest.responseScaleBits),
    },
    defaults: defaults.map(({ cell, share }) => ({ cell: Number(cell), share })),
  };
}

type HashField = { [K in keyof Manifest]: Manifest[K] extends Hex ? K : never }[keyof Manifest];

type Committed = {
  readonly [K in "recipeHash" | "weightsHash" | "contributionRoot" | "responseRoot"]: string;
} & {
  readonly [K in "contributionCount" | "cellCount" | "lanes" | "responseScaleBits"]: bigint | number;
} & {
  readonly versions: readonly {
    readonly datanetId: bigint;
    readonly version: bigint | number;
    readonly heldOutRoot: string;
  }[];
};

/** Everything of a registered model that its bundle must bear out, as text to compare. */
function commitments(
  manifest: Committed,
  defaults: readonly { readonly cell: bigint | number; readonly share: bigint }[],
) {
  const { recipeHash, weightsHash, contributionRoot, responseRoot, versions } = manifest;
  return {
    ...{ weightsHash, recipeHash, contributionRoot, responseRoot },
    contributionCount: String(manifest.contributionCount),
    cellCount: String(manifest.cellCount),
    lanes: String(manifest.lanes),
    responseScaleBits: String(manifest.responseScaleBits),
    versions: versions.map((each) => `${each.datanetId}:${each.version}:${each.heldOutRoot}`).join(" "),
    defaults: defaults.map(({ cell, share }) => `${cell}:${share}`).join(" "),
  };
}

export class UnknownModelError extends BaseError {
  readonly code = "UNKNOWN_MODEL";

  constructor(modelId: bigint) {
    super(
      `Expected model ${modelId} among the registered ones, found none. List them with their ModelRegistered events.`,
    );
  }
}

export class ManifestMismatchError extends BaseError {
  readonly code = "MANIFEST_MISMATCH";

  constructor(modelId: bigint, field: string, values: { readonly registered: string; readonly published: string }) {
    super(
      `Expected the bundle of model ${modelId} to have ${field} ${values.registered}, got ${values.published}. ` +
        `The trainer published other files than it registered.`,
    );
  }
}
