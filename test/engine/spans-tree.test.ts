import { concatBytes } from "@noble/hashes/utils.js";
import { expect } from "chai";
import fc from "fast-check";

import { chunkOf } from "../../engine/src/core/bundle/pieces.js";
import { fromHex } from "../../engine/src/core/hash/hex.js";
import { CHUNK } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import { nodeCount, NODE_BYTES, proofFromNodes, type TreeHasher } from "../../engine/src/core/spans/chunk-nodes.js";
import { merkleProof, type MerkleTree, merkleTree } from "../../engine/src/core/tree/merkle.js";
import { loadTreeHasher } from "../../engine/src/io/kernels/load-tree-hasher.js";

const treeOf = (chunks: readonly Uint8Array[]): MerkleTree =>
  merkleTree(chunks.map((chunk) => structHash(CHUNK, chunkOf(chunk))));
const nodesOf = ({ levels }: MerkleTree): Uint8Array => concatBytes(...levels.flat().map(fromHex));

/** The reference is the engine's own tree, in JavaScript. */
describe("loadTreeHasher", () => {
  let hashTree: TreeHasher;
  before(async () => {
    hashTree = await loadTreeHasher();
  });

  it("gives every node of the tree, from one chunk to many", () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 320 });
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 40 }), (chunks) => {
        const tree = treeOf(chunks);
        expect(hashTree(chunks)).to.deep.equal(nodesOf(tree));
        expect(nodeCount(chunks.length) * NODE_BYTES).to.equal(nodesOf(tree).length - NODE_BYTES);
      }),
      { numRuns: 50 },
    );
  });

  it("hashes chunks of every length around the blocks that Keccak takes in", () => {
    const chunks = [1, 7, 8, 134, 135, 136, 137, 271, 272, 273, 1000].map((length) => new Uint8Array(length).fill(255));
    expect(hashTree(chunks)).to.deep.equal(nodesOf(treeOf(chunks)));
  });

  it("gives the same for a text whatever it hashed before", () => {
    const small = [Uint8Array.of(1, 2, 3)];
    const first = hashTree(small).slice(); // the next call overwrites it
    hashTree(Array.from({ length: 3000 }, (_, i) => new Uint8Array(200).fill(i)));
    expect(hashTree(small)).to.deep.equal(first);
  });
});

describe("proofFromNodes", () => {
  it("is the tree's own proof for every chunk of every tree, beside padding or not", () => {
    for (let chunkCount = 1; chunkCount <= 17; chunkCount++) {
      const tree = treeOf(Array.from({ length: chunkCount }, (_, i) => Uint8Array.of(i)));
      const nodes = nodesOf(tree);
      const readNode = (place: number) => nodes.subarray(place * NODE_BYTES, (place + 1) * NODE_BYTES);
      for (let index = 0; index < chunkCount; index++) {
        expect(proofFromNodes({ index, chunkCount }, readNode)).to.deep.equal(merkleProof(tree, index));
      }
    }
  });
});
