import { InvalidInputError } from "../errors.js";

/** Shape of a byte-level decoder-only transformer; every size is a multiple of 4 (one SIMD vector). */
export type ModelConfig = {
  readonly layers: number;
  /** Width of the residual stream. */
  readonly width: number;
  readonly heads: number;
  /** Width inside the MLP. */
  readonly hidden: number;
  /** Longest sequence, in bytes. */
  readonly context: number;
};

/** Low-rank adaptation of the four matrices of each layer: W + (alpha / rank) · A · B (arXiv:2106.09685). */
export type LoraConfig = { readonly rank: number; readonly alpha: number };

/** A token is a byte. */
export const VOCABULARY = 256;

/** The reference model: 119,104 parameters. */
export const REFERENCE_CONFIG: ModelConfig = { layers: 2, width: 64, heads: 4, hidden: 192, context: 64 };

/** Throws {@link InvalidInputError} unless the kernels can run this shape. */
export function checkConfig(config: ModelConfig): void {
  for (const [name, size] of Object.entries(config)) {
    if (!Number.isSafeInteger(size) || size <= 0) throw new InvalidInputError(`${name} must be a positive integer`);
  }
  const { width, heads, hidden, context } = config;
  for (const size of [width / heads, hidden, context]) {
    if (size % 4 !== 0) throw new InvalidInputError("width / heads, hidden and context must be multiples of 4");
  }
}

/** Throws {@link InvalidInputError} unless the rank is a multiple of 4 and alpha is positive. */
export function checkLora(lora: LoraConfig): void {
  const whole = Number.isSafeInteger(lora.rank) && lora.rank > 0 && lora.rank % 4 === 0;
  if (!whole || !(lora.alpha > 0)) throw new InvalidInputError("rank must be a multiple of 4 and alpha positive");
}
