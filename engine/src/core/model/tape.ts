import type { Address, Arena } from "./arena.js";
import type { ModelConfig } from "./config.js";
import { VOCABULARY } from "./config.js";

/** What a layer's forward pass leaves for its backward pass. t = rows of the sequence. */
type LayerTape = {
  /** Input of the layer, t × width. */
  readonly x: Address;
  readonly inverse1: Address;
  /** RMSNorm of x: input of qkv. */
  readonly normed1: Address;
  /** t × 3·width. */
  readonly qkv: Address;
  /** Attention probabilities, heads × t × t. */
  readonly probabilities: Address;
  /** Attention output: input of o. */
  readonly mixed: Address;
  /** x + attention, t × width. */
  readonly middle: Address;
  readonly inverse2: Address;
  readonly normed2: Address;
  /** t × hidden, before SiLU. */
  readonly up: Address;
  /** t × hidden, after SiLU: input of down. */
  readonly active: Address;
};

/** Activations and gradients of one sequence, at most `context` rows. */
export type Tape = {
  readonly tokens: Address;
  readonly targets: Address;
  readonly weights: Address;
  readonly layers: readonly LayerTape[];
  /** Output of the last layer. */
  readonly x: Address;
  readonly inverse: Address;
  readonly normed: Address;
  /** t × 256: logits, then their gradient. */
  readonly logits: Address;
  readonly dx: Address;
  readonly dNormed: Address;
  readonly dMixed: Address;
  readonly dQkv: Address;
  readonly dHidden: Address;
  readonly dScores: Address;
  /** Packed keys or values of one head. */
  readonly packed: Address;
};

/** Allocates the tape; its size depends on the configuration alone. */
export function allocateTape(arena: Arena, { layers, width, heads, hidden, context }: ModelConfig): Tape {
  const rows = (columns: number): Address => arena.floats(context * columns);
  const layerTape = (): LayerTape => ({
    x: rows(width),
    inverse1: rows(1),
    normed1: rows(width),
    qkv: rows(3 * width),
    probabilities: rows(heads * context),
    mixed: rows(width),
    middle: rows(width),
    inverse2: rows(1),
    normed2: rows(width),
    up: rows(hidden),
    active: rows(hidden),
  });
  return {
    tokens: arena.allocate(context),
    targets: arena.allocate(context),
    weights: rows(1),
    layers: Array.from({ length: layers }, layerTape),
    x: rows(width),
    inverse: rows(1),
    normed: rows(width),
    logits: rows(VOCABULARY),
    dx: rows(width),
    dNormed: rows(width),
    dMixed: rows(width),
    dQkv: rows(3 * width),
    dHidden: rows(hidden),
    dScores: rows(context),
    packed: arena.floats((Math.ceil(context / 8) * 8 * width) / heads),
  };
}
