import type { Hex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import { CHUNK } from "../hash/schemas.js";
import { structHash } from "../hash/struct-hash.js";
import type { Chunk } from "../hash/structs.js";
import { merkleProof, type MerkleTree, merkleTree } from "../tree/merkle.js";
import { paddingProof } from "../tree/padded-tree.js";

/** Bytes of one piece of a published file. */
export const PIECE_BYTES = 4096;

/** One piece, and the proof that it belongs to the file under `dataHash`. */
export type PieceProof = {
  readonly piece: Uint8Array;
  readonly chunk: Chunk;
  readonly index: number;
  readonly count: number;
  readonly proof: readonly Hex[];
};

/** What shows that a file has no piece `index`: padding at its place, or, beyond the tree, another piece that shows the tree's depth. */
type AbsentPieceProof =
  | { readonly why: "padding"; readonly proof: readonly Hex[] }
  | { readonly why: "beyond"; readonly chunk: Chunk; readonly index: number; readonly proof: readonly Hex[] };

/** How many pieces a file of these bytes has. */
export function pieceCount({ length }: Uint8Array): number {
  return Math.ceil(length / PIECE_BYTES);
}

/** A file's `dataHash`: Merkle root over the Chunk leaves of its pieces. Throws EmptyTreeError for no bytes. */
export function dataHash(bytes: Uint8Array): Hex {
  return pieceTree(bytes).root;
}

/** What answers a request for piece `index`. Throws LeafIndexError. */
export function pieceProof(bytes: Uint8Array, index: number): PieceProof {
  const tree = pieceTree(bytes);
  const proof = merkleProof(tree, index);
  const piece = bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
  return { piece, chunk: chunkOf(piece), index, count: tree.count, proof };
}

/** What answers a request for piece `index`, which the file does not have. */
export function absentPieceProof(bytes: Uint8Array, index: number): AbsentPieceProof {
  const tree = pieceTree(bytes);
  if (index < 2 ** (tree.levels.length - 1)) return { why: "padding", proof: paddingProof(tree, index) };
  const { chunk, proof } = pieceProof(bytes, 0);
  return { why: "beyond", chunk, index: 0, proof };
}

/** The leaf of some bytes: their hash and their length. */
export function chunkOf(bytes: Uint8Array): Chunk {
  return { contentHash: keccak(bytes), length: bytes.length };
}

function pieceTree(bytes: Uint8Array): MerkleTree {
  const leaves: Hex[] = [];
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    leaves.push(structHash(CHUNK, chunkOf(bytes.subarray(from, from + PIECE_BYTES))));
  }
  return merkleTree(leaves);
}
