import { keccak } from "../../../engine/src/core/hash/keccak.js";
import { toHex } from "../../../engine/src/core/hash/hex.js";
import { appendToLog, EMPTY_LOG, logRoot, type MerkleLog } from "../../../engine/src/core/tree/merkle-log.js";
import { merkleProof, merkleTree } from "../../../engine/src/core/tree/merkle.js";
import { sumProof, sumTree } from "../../../engine/src/core/tree/merkle-sum.js";
import { laneBytes, vectorBlocks, vectorRoot } from "../../../engine/src/core/tree/vector-root.js";
import { seeded } from "../seeded.js";

/** One leaf, odd counts, powers of two and one beyond each. */
const COUNTS = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33];

/** Trees with the proof of every leaf, and proofs that must fail. */
export function merkleVectors(): object {
  const random = seeded("merkle");
  const cases = COUNTS.map((count) => {
    const leaves = Array.from({ length: count }, random.hash);
    const tree = merkleTree(leaves);
    return { count, leaves, root: tree.root, proofs: leaves.map((_, index) => merkleProof(tree, index)) };
  });
  return { cases, refused: refusedProofs() };
}

function refusedProofs(): object[] {
  const random = seeded("merkle-refused");
  const leaves = Array.from({ length: 5 }, random.hash);
  const { root, levels, empties } = merkleTree(leaves);
  const proof = merkleProof(merkleTree(leaves), 2);
  const base = { root, count: 5, leaf: leaves[2], index: 2, proof };
  return [
    { why: "another index", ...base, index: 3 },
    { why: "index beyond the count", ...base, index: 5 },
    { why: "index plus 2^depth", ...base, index: 2 + 8 },
    { why: "a proof too short", ...base, proof: proof.slice(0, -1) },
    { why: "a proof too long", ...base, proof: [...proof, random.hash()] },
    { why: "a padding leaf", ...base, leaf: empties[0], index: 5, proof: [leaves[4], empties[1], levels[2]?.[0]] },
    { why: "an inner node as a leaf", ...base, leaf: levels[1]?.[1], index: 1, proof: proof.slice(1) },
    { why: "an empty proof of the root", ...base, leaf: root, index: 0, proof: [] },
    { why: "a zero root", ...base, root: empties[0] },
  ];
}

/** The growing log: its root after every append. */
export function merkleLogVectors(): object {
  const random = seeded("merkle-log");
  let log: MerkleLog = EMPTY_LOG;
  const appends = Array.from({ length: 20 }, () => {
    const leaf = random.hash();
    log = appendToLog(log, leaf);
    return { leaf, length: log.length, root: logRoot(log) };
  });
  return { emptyRoot: logRoot(EMPTY_LOG), appends };
}

/** Merkle-sum trees: amounts of 0, 1 wei and 2^96 among ordinary ones. */
export function merkleSumVectors(): object {
  const random = seeded("merkle-sum");
  const cases = COUNTS.map((count) => {
    const leaves = Array.from({ length: count }, (_, i) => ({
      hash: random.hash(),
      sum: [0n, 1n, 2n ** 96n][i] ?? random.below(10n ** 18n),
    }));
    const tree = sumTree(leaves);
    return { count, leaves, root: tree.root, proofs: leaves.map((_, index) => sumProof(tree, index)) };
  });
  const overflow = { leaves: [2n ** 128n - 1n, 1n].map((sum) => ({ hash: random.hash(), sum })) };
  return { cases, overflow };
}

/** Vectors from 32 lanes to three blocks, extremes included, with their blocks' leaves. */
export function vectorVectors(): object {
  const random = seeded("vectors");
  const lengths = [32, 64, 4064, 4096, 4128, 7168, 8192, 8224, 12288];
  const named = [
    { name: "zeros", lanes: new Int8Array(32) },
    { name: "all -128", lanes: new Int8Array(4128).fill(-128) },
    { name: "all 127", lanes: new Int8Array(32).fill(127) },
    ...lengths.map((length) => ({ name: `${length} lanes`, lanes: random.lanes(length) })),
  ];
  return {
    cases: named.map(({ name, lanes }) => ({
      name,
      lanes: lanes.length,
      bytes: toHex(laneBytes(lanes)),
      blocks: vectorBlocks(lanes).map(keccak),
      root: vectorRoot(lanes),
    })),
  };
}
