import { concatBytes } from "@noble/hashes/utils.js";

import { encodeBundle } from "../../../engine/src/core/bundle/bundle.js";
import { dataHash, pieceProof } from "../../../engine/src/core/bundle/pieces.js";
import { toHex } from "../../../engine/src/core/hash/hex.js";
import { chunkContribution, chunkProof } from "../../../engine/src/core/text/chunk-contribution.js";
import { drawHeldOut } from "../../../engine/src/core/text/draw-held-out.js";
import { findDuplicates } from "../../../engine/src/core/text/find-duplicates.js";
import { groupCells } from "../../../engine/src/core/text/group-cells.js";
import { seeded } from "../seeded.js";
import { randomText } from "../words.js";

const MAX_BYTES = 1_000_000;

/** Texts, their chunks and roots; held-out draws and cells made of them. */
export function chunkVectors(): object {
  const random = seeded("chunks");
  const cases = [1, 127, 128, 700, 3000].map((length) => {
    const bytes = randomText(random, length).subarray(0, length);
    const { root, leaves } = chunkContribution(bytes, { maxBytes: MAX_BYTES });
    const seed = random.hash();
    const contributionId = random.below(1000n);
    const live = leaves.map((_, index) => index);
    const heldOut = drawHeldOut(seed, contributionId, live) ?? null;
    const lengths = leaves.filter((_, index) => index !== heldOut).map((leaf) => leaf.length);
    return {
      bytes: toHex(bytes),
      leaves,
      root,
      seed,
      contributionId,
      heldOut,
      lengths,
      cells: groupCells(lengths, 512),
    };
  });
  return { cases };
}

/** Three contributions that share text, committed in another order than their ids, with the proofs of what is void. */
export function duplicateVectors(): object {
  const random = seeded("duplicates");
  const [first, second, third] = [randomText(random, 1500), randomText(random, 1200), randomText(random, 900)];
  const texts = [
    { contributionId: 1n, committedBlock: 9n, bytes: concatBytes(second, first) },
    { contributionId: 2n, committedBlock: 4n, bytes: first },
    { contributionId: 3n, committedBlock: 5n, bytes: concatBytes(third, third) },
  ];
  const contributions = texts.map(({ bytes, ...committed }) => {
    const { root, leaves } = chunkContribution(bytes, { maxBytes: MAX_BYTES });
    return { ...committed, root, leaves };
  });
  const leavesOf = new Map(contributions.map(({ contributionId, leaves }) => [contributionId, leaves]));
  const prove = (place: { contributionId: bigint; index: number }) =>
    chunkProof(place.contributionId, leavesOf.get(place.contributionId)!, place.index);
  const duplicates = findDuplicates(contributions).map(({ original, duplicate }) => ({
    original: prove(original),
    duplicate: prove(duplicate),
  }));
  return { contributions, duplicates };
}

/** Published files of one piece, of whole pieces and of one byte more, with the proof of every piece; and a bundle. */
export function pieceVectors(): object {
  const random = seeded("pieces");
  const cases = [1, 4096, 4097, 12_288].map((length) => {
    const bytes = new Uint8Array(random.lanes(length).buffer);
    const count = Math.ceil(length / 4096);
    const pieces = Array.from({ length: count }, (_, index) => {
      const { chunk, proof } = pieceProof(bytes, index);
      return { index, chunk, proof };
    });
    return { bytes: toHex(bytes), count, dataHash: dataHash(bytes), pieces };
  });
  const files = new Map([
    ["queries.safetensors", Uint8Array.of(1, 2, 3)],
    ["batch.json", new TextEncoder().encode("{}")],
  ]);
  const bundle = encodeBundle(files);
  return { cases, bundle: { bytes: toHex(bundle), dataHash: dataHash(bundle) } };
}
