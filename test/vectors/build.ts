import { faultVectors } from "./builders/faults.js";
import { creditVectors, payoutVectors, rowVectors } from "./builders/payout.js";
import { headVectors, partVectors } from "./builders/receipts.js";
import { digestVectors, structVectors } from "./builders/structs.js";
import { merkleLogVectors, merkleSumVectors, merkleVectors, vectorVectors } from "./builders/trees.js";
import { chunkVectors, duplicateVectors, pieceVectors } from "./builders/texts.js";

/** The shared vectors, file by file: the same bytes on every machine. Solidity and TypeScript are both held to them. */
export function buildVectors(): Map<string, string> {
  const files: Record<string, object> = {
    structs: structVectors(),
    digests: digestVectors(),
    merkle: merkleVectors(),
    merkleLog: merkleLogVectors(),
    merkleSum: merkleSumVectors(),
    vectors: vectorVectors(),
    heads: headVectors(),
    parts: partVectors(),
    credits: creditVectors(),
    rows: rowVectors(),
    payout: payoutVectors(),
    chunks: chunkVectors(),
    duplicates: duplicateVectors(),
    pieces: pieceVectors(),
    faults: faultVectors(),
  };
  return new Map(Object.entries(files).map(([name, content]) => [`${name}.json`, toJson(content)]));
}

function toJson(content: object): string {
  const text = JSON.stringify(
    content,
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    2,
  );
  return `${text}\n`;
}
