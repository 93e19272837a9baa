import { concatBytes } from "@noble/hashes/utils.js";
import { floatsToBytes } from "../../engine/src/core/float-bytes.js";
import { type Hex, toHex } from "../../engine/src/core/hash/hex.js";
import { keccak } from "../../engine/src/core/hash/keccak.js";
import { type Adapter, withAdapter } from "../../engine/src/core/model/adapter.js";
import { encodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import type { BaseModel } from "../../engine/src/core/model/base-file.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { generate } from "../../engine/src/core/model/generate.js";
import { loraGradient } from "../../engine/src/core/model/lora.js";
import type { Sample } from "../../engine/src/core/model/sample.js";
import { quantize, scaleBits } from "../../engine/src/core/quantize/quantize.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { mixtureRule } from "../../engine/src/core/retrieval/mixture.js";
import { answerUtilities } from "../../engine/src/core/retrieval/utilities.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { groupCells } from "../../engine/src/core/text/group-cells.js";
import { responsesByRetraining } from "../../engine/src/core/train/responses.js";
import type { RetrainingPool } from "../../engine/src/core/train/retraining.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { cutWindows } from "../../engine/src/core/train/windows.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ledgerGolden } from "./golden-ledger.js";
import { noise, prose, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

/** Where the expected values are kept. */
export const GOLDEN_PATH = new URL("./golden.json", import.meta.url);

export type Golden = Readonly<Record<string, string | number>>;

/** What must not matter: who retrains, and how many windows are asked for their gradients at once. */
export type GoldenOptions = { readonly pool: (engine: Engine) => RetrainingPool; readonly request: number };

/** 32 windows, the last of 33 bytes. */
const WINDOWS_TEXT = 31 * 64 + 34;

/** Hashes of every stage from a text to a signed batch, from a fixed plan: the same on every machine and version of Node. */
export async function computeGolden({ pool, request }: GoldenOptions): Promise<Golden> {
  const engine = await loadEngine();
  const base = await loadBase();
  const plan = smallPlan({ epochs: 3 });
  const { adapter, responses } = await responsesByRetraining(pool(engine), base, plan);
  const quantized = quantize(responses);
  const prompt = utf8("The Congress shall ");
  const sampling = { maxBytes: 64, seed: SEED, temperature: { numerator: 4, denominator: 5 } };
  const chunks = ["The Congress shall have Power", "all Congresses shall assemble", "No Person shall be"].map(utf8);
  const { answer, answerWithChunks } = withAdapter(engine, base, adapter, (lora) => ({
    answer: generate(lora, prompt, sampling),
    answerWithChunks: generate(lora, prompt, sampling, mixtureRule(engine.kernels, chunks)),
  }));
  const utilities = withAdapter(engine, base, adapter, (lora) => answerUtilities(lora, { prompt, answer }, chunks));
  const query = queryVector(engine, base, adapter, { prompt, answer });
  const points = noise(2048, "points").map((x) => x * 80);

  const text = chunkContribution(prose(20_000, "text"), { maxBytes: 20_000 });
  const cells = groupCells(
    text.leaves.map(({ length }) => length),
    512,
  );
  const windows = cutWindows(prose(WINDOWS_TEXT, "windows"), base.config.context);
  const states: Float32Array[] = [];
  trainAdapter(engine, base, plan, undefined, (lanes) => states.push(lanes.slice()));
  const [initialLanes, firstStep] = states;
  return {
    format: "engine-golden-v2",
    kernels: await engineHash(),
    exp: hashFloats(points.map((x) => engine.kernels.exp(x))),
    log: hashFloats(points.map((x) => engine.kernels.log(Math.abs(x) + 1e-30))),
    chunks: text.root,
    cells: keccak(utf8(JSON.stringify(cells))),
    windows: keccak(concatBytes(...windows.flatMap(({ inputs, targets }) => [inputs, targets]))),
    untrained: hashFloats(UNTRAINED.parameters),
    initialLanes: hashFloats(initialLanes!),
    firstStep: hashFloats(firstStep!),
    adapter: keccak(encodeAdapter(base.config, adapter)),
    floatResponses: hashVectors(responses),
    responses: keccak(Uint8Array.from(quantized.lanes.flatMap((lanes) => [...lanes]))),
    responseScaleBits: scaleBits(quantized.scale),
    gradients: hashVectors(windowGradients({ engine, base, adapter }, windows, request)),
    answer: toHex(answer).slice(2),
    answerWithChunks: toHex(answerWithChunks).slice(2),
    utilities: utilities.join(" "),
    query: keccak(Uint8Array.from(query.lanes)),
    queryScaleBits: scaleBits(query.scale),
    ...ledgerGolden({ engine, base, adapter }, { prompt, answer, responses: quantized.lanes, query: query.lanes }),
  };
}

/** The windows' gradients, asked for `request` windows at a time. */
function windowGradients(
  { engine, base, adapter }: { readonly engine: Engine; readonly base: BaseModel; readonly adapter: Adapter },
  windows: readonly Sample[],
  request: number,
): Float32Array[] {
  const gradients: Float32Array[] = [];
  for (let from = 0; from < windows.length; from += request) {
    withAdapter(engine, base, adapter, (lora) => {
      const address = engine.arena.floats(lora.laneCount);
      for (const window of windows.slice(from, from + request)) {
        loraGradient(lora, window, address);
        gradients.push(engine.arena.view(address, lora.laneCount).slice());
      }
    });
  }
  return gradients;
}

function hashFloats(floats: Float32Array): Hex {
  return keccak(floatsToBytes(floats));
}

function hashVectors(vectors: readonly Float32Array[]): Hex {
  return keccak(concatBytes(...vectors.map(floatsToBytes)));
}
