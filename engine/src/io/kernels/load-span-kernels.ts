import type { Address, LinearMemory } from "../../core/model/arena.js";
import { instantiate } from "./wasm-file.js";

/** The exports of engine/kernels/spans, whose comments define them. */
type SpanKernels = {
  readonly memory: LinearMemory;
  input(bytes: number): Address;
  suffixArray(n: number): Address;
  chunkTree(count: number): Address;
};

/** A new instance with a memory of its own. Throws KernelsMissingError. */
export async function loadSpanKernels(): Promise<SpanKernels> {
  return (await instantiate("spans.wasm")) as SpanKernels;
}
