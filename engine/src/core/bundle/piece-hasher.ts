import { concatBytes } from "@noble/hashes/utils.js";

import type { Hex } from "../hash/hex.js";
import { CHUNK } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import { merkleRoot } from "../tree/merkle.js";
import { chunkOf, PIECE_BYTES } from "./pieces.js";

/** The data hash of a file that comes in parts, without holding it: 32 bytes are kept of each piece. */
export class PieceHasher {
  readonly #leaves: Hex[] = [];
  #rest = new Uint8Array();

  /** Takes the file's next bytes. */
  update(bytes: Uint8Array): void {
    const waiting = concatBytes(this.#rest, bytes);
    let from = 0;
    for (; from + PIECE_BYTES <= waiting.length; from += PIECE_BYTES) {
      this.#leaves.push(leafOf(waiting.subarray(from, from + PIECE_BYTES)));
    }
    this.#rest = waiting.slice(from);
  }

  /** The hash of everything taken, which was not nothing. */
  root(): Hex {
    return merkleRoot(this.#rest.length === 0 ? this.#leaves : [...this.#leaves, leafOf(this.#rest)]);
  }
}

function leafOf(piece: Uint8Array): Hex {
  return structHash(CHUNK, chunkOf(piece));
}
