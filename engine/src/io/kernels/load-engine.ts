import { readFile } from "node:fs/promises";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { LinearMemory } from "../../core/model/arena.js";
import { Arena } from "../../core/model/arena.js";
import type { Engine, Kernels } from "../../core/model/engine.js";
import { BaseError } from "../../core/errors.js";

const KERNELS = new URL("../../../build/kernels.wasm", import.meta.url);

/** What TypeScript's `es2023` library does not declare of the WebAssembly JavaScript API. */
type WebAssemblyApi = {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
};

/** A new engine with its own memory. Throws {@link KernelsMissingError} until `npm run build:kernels` has run. */
export async function loadEngine(): Promise<Engine> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  const { instance } = await WebAssembly.instantiate(await readKernels(), {});
  // The exports match `Kernels`, which mirrors engine/kernels; the tests call every one.
  const { memory, heapBase, ...kernels } = instance.exports as Kernels & { memory: LinearMemory; heapBase(): number };
  return { kernels, arena: new Arena(memory, heapBase()) };
}

/** Keccak-256 of the kernels' bytes, `0x…`: two machines with the same hash compute the same bytes. */
export async function engineHash(): Promise<string> {
  return `0x${bytesToHex(keccak_256(await readKernels()))}`;
}

async function readKernels(): Promise<Uint8Array> {
  try {
    return await readFile(KERNELS);
  } catch (cause) {
    throw new KernelsMissingError(cause);
  }
}

/** The kernels have not been compiled. */
export class KernelsMissingError extends BaseError {
  readonly code = "ENGINE_KERNELS_MISSING";

  constructor(cause: unknown) {
    super("engine/build/kernels.wasm is missing: run `npm run build:kernels`", { cause });
  }
}
