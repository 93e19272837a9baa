import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import type { Published } from "../published.js";

/**
 * Several places where files are published, asked in order: what the first has not, or has only damaged, the next may have. Throws what
 * the first says of a file that none of them has whole.
 */
export function mirrors(places: readonly [Published, ...Published[]]): Published {
  const first = async (read: (place: Published) => Promise<Uint8Array>): Promise<Uint8Array> => {
    const failures: unknown[] = [];
    for (const place of places) {
      try {
        return await read(place);
      } catch (error) {
        if (!isContentError(error)) throw error;
        failures.push(error);
      }
    }
    throw failures[0];
  };
  return {
    readBundle: (dataHash: Hex) => first((place) => place.readBundle(dataHash)),
    readData: (root: Hex) => first((place) => place.readData(root)),
  };
}

/** Whether a file is missing, or not what its name says: it may still come. */
export function isContentError(error: unknown): boolean {
  return error instanceof BaseError && error.code.startsWith("CONTENT_");
}
