import type { BatchBundle } from "../../../engine/src/core/bundle/batch-bundle.js";
import { matchesRow } from "../../../engine/src/core/bundle/transcripts-json.js";
import { type Hex, toHex } from "../../../engine/src/core/hash/hex.js";
import { keccak } from "../../../engine/src/core/hash/keccak.js";
import { answerRequest } from "../../../engine/src/core/inference/answer-request.js";
import { decodeRequest, exchangeOf, isWhole } from "../../../engine/src/core/inference/request.js";
import { laneRow } from "../../../engine/src/core/ledger/lanes.js";
import { type Adapter, withAdapter } from "../../../engine/src/core/model/adapter.js";
import type { BaseModel } from "../../../engine/src/core/model/base-file.js";
import type { Engine } from "../../../engine/src/core/model/engine.js";
import { queryVector } from "../../../engine/src/core/quantize/query-vector.js";
import type { Retriever } from "../../../engine/src/core/retrieval/retriever.js";
import { laneBytes } from "../../../engine/src/core/tree/vector-root.js";
import type { Comparison } from "./comparison.js";

/**
 * Answers a batch's public requests again, and compares answers and query vectors with those it was published with.
 * @returns the rows that running them again contradicts.
 */
export function compareTranscripts(
  check: Comparison,
  { engine, base }: { readonly engine: Engine; readonly base: BaseModel },
  options: {
    readonly subject: string;
    readonly adapter: Adapter;
    readonly bundle: BatchBundle;
    /** What retrieverFor gives for the bundle's requests. */
    readonly retrieve?: Retriever | undefined;
  },
): readonly number[] {
  const { adapter, bundle, retrieve } = options;
  const { content, transcripts = [] } = bundle;
  const contradicted: number[] = [];
  for (const transcript of transcripts) {
    const { row, request, answer, requestSalt } = transcript;
    const subject = `${options.subject} row ${String(row)}`;
    const matches = matchesRow(transcript, content.rows[row]);
    check.holds(`${subject} transcript`, matches, "not what the row was hashed from");
    if (!matches) continue; // says nothing of any row

    const asked = decodeRequest(request);
    if (!isWhole(asked, answer)) {
      check.holds(`${subject} answer's bytes`, false, "not as many as were asked for");
      continue; // whoever published a shorter one shall not make us draw the rest
    }
    const again = withAdapter(engine, base, adapter, (lora) => answerRequest(lora, asked, requestSalt, retrieve));
    const { lanes } = queryVector(engine, base, adapter, exchangeOf(asked, answer));
    const [given, rerun] = [toHex(answer), toHex(again)];
    const [committed, computed] = [keccakLanes(laneRow(content.queries, row)), keccakLanes(lanes)];
    check.equal(`${subject} answer`, rerun, given);
    check.equal(`${subject} query vector`, computed, committed);
    if (rerun !== given || computed !== committed) contradicted.push(row);
  }
  return contradicted;
}

function keccakLanes(lanes: Int8Array): Hex {
  return keccak(laneBytes(lanes));
}
