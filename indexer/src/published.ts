import type { Hex } from "../../engine/src/core/hash/hex.js";

/** Where published files are read from (ContentStore is one); every file is checked against its hash. */
export type Published = {
  /** The bundle of that data hash. */
  readonly readBundle: (dataHash: Hex) => Promise<Uint8Array>;
  /** The contribution's bytes under that chunk root. */
  readonly readData: (root: Hex) => Promise<Uint8Array>;
};
