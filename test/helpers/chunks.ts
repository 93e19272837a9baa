import { CHUNK } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import type { Chunk } from "../../engine/src/core/hash/structs.js";
import { merkleProof, type MerkleTree, merkleTree } from "../../engine/src/core/tree/merkle.js";
import { hashOf } from "./hashes.js";

export type Dataset = { readonly chunks: readonly Chunk[]; readonly tree: MerkleTree };

/** A dataset of one chunk a text. */
export function datasetOf(...texts: readonly string[]): Dataset {
  return datasetOfChunks(texts.map((text) => ({ contentHash: hashOf(text), length: text.length })));
}

export function datasetOfChunks(chunks: readonly Chunk[]): Dataset {
  return { chunks, tree: merkleTree(chunks.map((chunk) => structHash(CHUNK, chunk))) };
}

/** The proof of one chunk, as IContributionRegistry takes it. */
export function chunkProof(contributionId: bigint, dataset: Dataset, index: number) {
  return { contributionId, ...dataset.chunks[index]!, index, proof: merkleProof(dataset.tree, index) };
}
