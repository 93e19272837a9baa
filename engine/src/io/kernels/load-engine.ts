import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { LinearMemory } from "../../core/model/arena.js";
import { Arena } from "../../core/model/arena.js";
import type { Engine, Kernels } from "../../core/model/engine.js";
import { instantiate, readWasm } from "./wasm-file.js";

const KERNELS = "kernels.wasm";

/** A new engine with its own memory. Throws KernelsMissingError until `npm run build:kernels` has run. */
export async function loadEngine(): Promise<Engine> {
  // The exports match `Kernels`, which mirrors engine/kernels; the tests call every one.
  const { memory, heapBase, ...kernels } = (await instantiate(KERNELS)) as Kernels & {
    memory: LinearMemory;
    heapBase(): number;
  };
  return { kernels, arena: new Arena(memory, heapBase()) };
}

/** Keccak-256 of the kernels' bytes, `0x…`: two machines with the same hash compute the same bytes. */
export async function engineHash(): Promise<string> {
  return `0x${bytesToHex(keccak_256(await readWasm(KERNELS)))}`;
}
