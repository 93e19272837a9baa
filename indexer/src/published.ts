import type { Hex } from "../../engine/src/core/hash/hex.js";

/** Where published files are read from; every file is checked against its hash by whoever implements this. */
export type Published = {
  /** The bundle of that data hash. */
  readonly bundle: (dataHash: Hex) => Promise<Uint8Array>;
  /** The contribution's bytes under that chunk root. */
  readonly data: (root: Hex) => Promise<Uint8Array>;
};
