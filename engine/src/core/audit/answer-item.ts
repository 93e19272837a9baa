import { absentPieceProof, pieceCount, pieceProof } from "../bundle/pieces.js";
import { BaseError } from "../errors.js";
import { type Hex, toHex } from "../hash/hex.js";
import { keccak } from "../hash/keccak.js";
import type { Chunk } from "../hash/structs.js";
import { laneRow } from "../ledger/lanes.js";
import { merkleProof, merkleTree } from "../tree/merkle.js";
import { vectorBlocks } from "../tree/vector-root.js";
import type { PublishedBatch } from "./audit-case.js";
import type { DataItem } from "./data-item.js";
import { creditEvidence, earningEvidence, rowEvidence } from "./evidence.js";
import type { CreditProof, EarningProof, PostedBatch, RowProof } from "./evidence-types.js";

/** A call of DataAvailability that shows a requested item; `args` in the order of the contract's parameters. */
export type DataAnswer =
  | { readonly method: "answerPiece"; readonly args: readonly [PostedBatch, number, Hex, readonly Hex[]] }
  | { readonly method: "answerPadding"; readonly args: readonly [PostedBatch, number, readonly Hex[]] }
  | {
      readonly method: "answerBeyond";
      readonly args: readonly [PostedBatch, number, Chunk, number, readonly Hex[]];
    }
  | { readonly method: "answerRow"; readonly args: readonly [PostedBatch, RowProof] }
  | {
      readonly method: "answerQuery";
      readonly args: readonly [PostedBatch, RowProof, number, Hex, readonly Hex[]];
    }
  | { readonly method: "answerEarning"; readonly args: readonly [PostedBatch, EarningProof] }
  | { readonly method: "answerCredit"; readonly args: readonly [PostedBatch, EarningProof, CreditProof] };

/** A posted batch with the bundle that was published for it, read and as bytes. */
export type ServedBatch = PublishedBatch & { readonly bytes: Uint8Array };

/** What answers a request: for every item that can be requested of an honest batch there is one. Throws {@link NoSuchItemError}. */
export function answerItem(item: DataItem, { posted, content, bytes }: ServedBatch): DataAnswer {
  const { kind, index, part } = item;
  const isThere =
    kind === "piece" || index < (kind === "row" || kind === "query" ? content.rows : content.earnings).length;
  if (!isThere) throw new NoSuchItemError(item);

  switch (kind) {
    case "piece":
      return answerPiece(posted, bytes, index);
    case "row":
      return { method: "answerRow", args: [posted, rowEvidence(content, index)] };
    case "query": {
      const blocks = vectorBlocks(laneRow(content.queries, index));
      const block = blocks[part];
      if (!block) throw new NoSuchItemError(item);
      const proof = merkleProof(merkleTree(blocks.map(keccak)), part);
      return { method: "answerQuery", args: [posted, rowEvidence(content, index), part, toHex(block), proof] };
    }
    case "earning":
      return { method: "answerEarning", args: [posted, earningEvidence(content, index)] };
    case "credit": {
      const credit =
        part < content.credits[index]!.length ? creditEvidence(content, index, part) : { ...NO_CREDIT, index: part };
      return { method: "answerCredit", args: [posted, earningEvidence(content, index), credit] };
    }
  }
}

function answerPiece(posted: PostedBatch, bytes: Uint8Array, index: number): DataAnswer {
  if (index < pieceCount(bytes)) {
    const { piece, proof } = pieceProof(bytes, index);
    return { method: "answerPiece", args: [posted, index, toHex(piece), proof] };
  }
  const absent = absentPieceProof(bytes, index);
  if (absent.why === "padding") return { method: "answerPadding", args: [posted, index, absent.proof] };
  return { method: "answerBeyond", args: [posted, index, absent.chunk, absent.index, absent.proof] };
}

/** Stands for a credit that the earning does not count: its place is all that is read. */
const NO_CREDIT: CreditProof = { credit: { row: 0, entry: 0, amount: 0n }, index: 0, proof: [] };

export class NoSuchItemError extends BaseError {
  readonly code = "NO_SUCH_ITEM";

  constructor({ kind, index, part }: DataItem) {
    super(
      `Expected ${kind} ${index}, part ${part} in the published batch, found none. The bundle is not what was signed: ask its signers for the right one.`,
    );
  }
}
