import { publishedModel, type PublishedModel } from "../model.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";

/** Published models, each read and checked against its registration once. */
export class ModelShelf {
  readonly #published: Published;
  /** By id; with the data hash it was registered under, which a reorganisation may change. */
  readonly #models = new Map<bigint, PublishedModel>();

  constructor(published: Published) {
    this.#published = published;
  }

  /** Throws what {@link publishedModel} throws. */
  async take(world: World, modelId: bigint): Promise<PublishedModel> {
    const known = this.#models.get(modelId);
    if (known?.record.manifest.dataHash === world.registries.models.get(modelId)?.manifest.dataHash && known)
      return known;
    const model = await publishedModel(world, this.#published, modelId);
    this.#models.set(modelId, model);
    return model;
  }
}
