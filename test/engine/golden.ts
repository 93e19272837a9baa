import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { floatsToBytes } from "../../engine/src/core/float-bytes.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { encodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import { generate } from "../../engine/src/core/model/generate.js";
import { quantize, scaleBits } from "../../engine/src/core/quantize/quantize.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { responsesByRetraining } from "../../engine/src/core/train/responses.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { engineHash, loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { inProcess, noise, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

/** Where the expected values are kept. */
export const GOLDEN_PATH = new URL("./golden.json", import.meta.url);

const hash = (bytes: Uint8Array): string => `0x${bytesToHex(keccak_256(bytes))}`;

/** Hashes of everything the engine computes, from a fixed plan: the same on every machine and version of Node. */
export async function computeGolden(): Promise<Record<string, string | number>> {
  const engine = await loadEngine();
  const base = await loadBase();
  const plan = smallPlan({ epochs: 3 });
  const { adapter, responses } = await responsesByRetraining(inProcess(engine), base, plan);
  const quantized = quantize(responses);
  const prompt = utf8("The Congress shall ");
  const answer = withAdapter(engine, base, adapter, (lora) =>
    generate(lora, prompt, { maxBytes: 64, seed: SEED, temperature: { numerator: 4, denominator: 5 } }),
  );
  const query = queryVector(engine, base, adapter, { prompt, answer });
  const points = noise(2048, "points").map((x) => x * 80);
  return {
    format: "engine-golden-v1",
    kernels: await engineHash(),
    exp: hash(floatsToBytes(points.map((x) => engine.kernels.exp(x)))),
    log: hash(floatsToBytes(points.map((x) => engine.kernels.log(Math.abs(x) + 1e-30)))),
    untrained: hash(floatsToBytes(UNTRAINED.parameters)),
    adapter: hash(encodeAdapter(base.config, adapter)),
    responses: hash(Uint8Array.from(quantized.lanes.flatMap((lanes) => [...lanes]))),
    responseScaleBits: scaleBits(quantized.scale),
    answer: bytesToHex(answer),
    query: hash(Uint8Array.from(query.lanes)),
    queryScaleBits: scaleBits(query.scale),
  };
}
