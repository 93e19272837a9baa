import type { Hex } from "../hash/hex.js";
import { keccakText } from "../hash/keccak.js";
import type { Slot } from "../model/layout.js";
import { randomStream } from "./random.js";

/**
 * Where every adapter starts: a constant of the protocol, so that nobody can draw starts until one pays him, and trainings on
 * the same cells with other seeds differ in their order only.
 */
export const PROTOCOL_START = keccakText("OpenLedger adapter, initial lanes");

/** An adapter before training: A uniform in ±1/√in, B zero, so that it begins as the base model. */
export function initialLanes(slots: readonly Slot[], start: Hex = PROTOCOL_START): Float32Array<ArrayBuffer> {
  const random = randomStream(start, "lora");
  const lanes = new Float32Array(slots.reduce((sum, slot) => sum + slot.length, 0));
  for (const { name, shape, offset, length } of slots) {
    if (!name.endsWith(".a")) continue;
    const bound = 1 / Math.sqrt(shape[0]!);
    for (let i = 0; i < length; i++) lanes[offset + i] = random.signed() * bound;
  }
  return lanes;
}
