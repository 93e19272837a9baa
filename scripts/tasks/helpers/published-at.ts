import { ContentStore } from "../../../engine/src/io/store/content-store.js";
import { WebStore } from "../../../engine/src/io/store/web-store.js";
import type { Published } from "../../../indexer/src/published.js";
import { mirrors } from "../../../indexer/src/watch/mirrors.js";

/** Whether a place of `--published` is an address and no directory. */
export function isWebPlace(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** Published files at directories and addresses that the operator named, asked in order. */
export function publishedAt(places: readonly string[]): Published {
  const [first, ...others] = places.map((place) => (isWebPlace(place) ? new WebStore(place) : new ContentStore(place)));
  return mirrors([first!, ...others]); // splitting a text gives at least one
}
