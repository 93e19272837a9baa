import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { ContentStore } from "../../../engine/src/io/store/content-store.js";
import type { Published } from "../../../indexer/src/published.js";

/** The directory of published files, as the indexer reads it. */
export function publishedIn(directory: string): Published {
  const store = new ContentStore(directory);
  return { bundle: (dataHash: Hex) => store.readBundle(dataHash), data: (root: Hex) => store.readData(root) };
}
