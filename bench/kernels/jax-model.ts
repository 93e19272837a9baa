// The reference model written in jax-js, which shares nothing with the engine but its layouts. jax-js counts references: what a function
// is given is used up, `.ref` keeps it for one more use.
import { defaultDevice, init, nn, numpy as np } from "@jax-js/jax";

import type { LoraConfig, ModelConfig } from "../../engine/src/core/model/config.js";
import { VOCABULARY } from "../../engine/src/core/model/config.js";
import type { MatrixName, Slot } from "../../engine/src/core/model/layout.js";
import { laneLayout, layoutLength, parameterLayout } from "../../engine/src/core/model/layout.js";
import type { Sample } from "../../engine/src/core/model/sample.js";

/** Tensors by the names of the engine's layouts. */
export type Tensors = Record<string, np.Array>;

/** Windows of one length, each (count × length): int32 bytes, and a weight a target. */
export type Windows = { inputs: np.Array; targets: np.Array; weights: np.Array };

/** Shapes of a model and of its adapter. */
export type Shapes = { readonly config: ModelConfig; readonly lora: LoraConfig };

const NORM_EPSILON = 1e-5;

/** Chooses jax-js's WebAssembly. Node has no `Worker` of the web, so that it runs on the calling thread alone. */
export async function initJax(): Promise<void> {
  const devices = await init("wasm");
  if (!devices.includes("wasm")) throw new Error(`Expected jax-js to offer "wasm", got ${devices.join(", ")}.`);
  defaultDevice("wasm");
}

/** The base model's parameters as tensors. */
export function parameterTensors(config: ModelConfig, parameters: Float32Array): Tensors {
  return toTensors(parameterLayout(config), parameters);
}

/** An adapter's lanes as tensors. */
export function laneTensors({ config, lora }: Shapes, lanes: Float32Array): Tensors {
  return toTensors(laneLayout(config, lora), lanes);
}

/** Tensors in the order of the engine's lanes; uses them up. */
export async function toLanes({ config, lora }: Shapes, tensors: Tensors): Promise<Float32Array> {
  const slots = laneLayout(config, lora);
  const lanes = new Float32Array(layoutLength(slots));
  for (const { name, offset } of slots) lanes.set((await tensors[name]!.data()) as Float32Array, offset);
  return lanes;
}

/** Samples of one length, side by side. */
export function toWindows(samples: readonly Sample[]): Windows {
  const shape = [samples.length, samples[0]!.inputs.length];
  const bytes = (of: (sample: Sample) => Uint8Array): np.Array =>
    np.array(Int32Array.from(samples.flatMap((sample) => [...of(sample)]))).reshape(shape);
  return {
    inputs: bytes(({ inputs }) => inputs),
    targets: bytes(({ targets }) => targets),
    weights: np.array(Float32Array.from(samples.flatMap(({ weights }) => [...weights]))).reshape(shape),
  };
}

/**
 * Σ weight · nats of the windows. All windows' rows go through the matrices together and the adapter stays beside them, x·W + (x·A)·B:
 * of the ways to write it, the one that jax-js differentiates fastest (merging A·B into W takes it twice as long).
 */
export function windowsLoss(
  { config, lora }: Shapes,
  { lanes, frozen, windows }: { readonly lanes: Tensors; readonly frozen: Tensors; readonly windows: Windows },
): np.Array {
  const { layers, width, heads } = config;
  const { inputs, targets, weights } = windows;
  const [count, length] = inputs.shape as [number, number];
  const rows = count * length;

  const adapted = (x: np.Array, layer: number, name: MatrixName): np.Array => {
    const key = `layer.${String(layer)}.${name}`;
    const lowRank = np.matmul(np.matmul(x.ref, lanes[`${key}.a`]!), lanes[`${key}.b`]!);
    return np.matmul(x, frozen[key]!).add(lowRank.mul(lora.alpha / lora.rank));
  };
  const normed = (x: np.Array, name: string): np.Array => rmsNorm(x.ref, frozen[name]!);
  const perHead = (x: np.Array): np.Array => x.reshape([count, length, heads, width / heads]);

  const positions = frozen["positions"]!.slice([0, length]);
  let x = np.take(frozen["embedding"]!, inputs, 0).add(positions).reshape([rows, width]);
  for (let layer = 0; layer < layers; layer++) {
    const qkv = adapted(normed(x, `layer.${String(layer)}.norm1`), layer, "qkv");
    const [q, k, v] = np.split(qkv, 3, -1).map(perHead);
    const mixed = nn.dotProductAttention(q!, k!, v!, { isCausal: true }).reshape([rows, width]);
    x = x.add(adapted(mixed, layer, "o"));
    const up = adapted(normed(x, `layer.${String(layer)}.norm2`), layer, "up");
    x = x.add(adapted(nn.silu(up), layer, "down"));
  }
  const logits = np.matmul(rmsNorm(x, frozen["norm"]!), frozen["head"]!);
  const nats = nn
    .logSoftmax(logits, -1)
    .mul(nn.oneHot(targets.reshape([rows]), VOCABULARY))
    .sum(-1);
  return nats
    .mul(weights.reshape([rows]))
    .sum()
    .neg();
}

function rmsNorm(x: np.Array, gain: np.Array): np.Array {
  const inverse = np.reciprocal(np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(NORM_EPSILON)));
  return x.mul(inverse).mul(gain);
}

function toTensors(slots: readonly Slot[], flat: Float32Array): Tensors {
  const tensor = ({ name, shape, offset, length }: Slot): [string, np.Array] => [
    name,
    np.array(flat.slice(offset, offset + length)).reshape([...shape]),
  ];
  return Object.fromEntries(slots.map(tensor));
}
