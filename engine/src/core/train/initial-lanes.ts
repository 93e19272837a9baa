import type { Slot } from "../model/layout.js";
import { randomStream } from "./random.js";

/** An adapter before training: A uniform in ±1/√in from the seed, B zero, so that it starts as the base model. */
export function initialLanes(slots: readonly Slot[], seed: string): Float32Array<ArrayBuffer> {
  const random = randomStream(seed, "lora");
  const lanes = new Float32Array(slots.reduce((sum, slot) => sum + slot.length, 0));
  for (const { name, shape, offset, length } of slots) {
    if (!name.endsWith(".a")) continue;
    const bound = 1 / Math.sqrt(shape[0]!);
    for (let i = 0; i < length; i++) lanes[offset + i] = random.signed() * bound;
  }
  return lanes;
}
