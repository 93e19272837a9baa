import { readFile } from "node:fs/promises";

import { BaseError } from "../../core/errors.js";

/** What `npm run build:kernels` compiles: the numeric kernels, and what builds span indexes. */
export type WasmFile = "kernels.wasm" | "spans.wasm";

/** What TypeScript's `es2023` library does not declare of the WebAssembly JavaScript API. */
type WebAssemblyApi = {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
};

/** The exports of a new instance, with a memory of its own. Throws {@link KernelsMissingError}. */
export async function instantiate(name: WasmFile): Promise<unknown> {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  const { instance } = await WebAssembly.instantiate(await readWasm(name), {});
  return instance.exports;
}

/** A compiled file's bytes. Throws {@link KernelsMissingError}. */
export async function readWasm(name: WasmFile): Promise<Uint8Array> {
  try {
    return await readFile(new URL(`../../../build/${name}`, import.meta.url));
  } catch (cause) {
    throw new KernelsMissingError(name, cause);
  }
}

/** The kernels have not been compiled. */
export class KernelsMissingError extends BaseError {
  readonly code = "ENGINE_KERNELS_MISSING";

  constructor(name: WasmFile, cause: unknown) {
    super(`engine/build/${name} is missing: run \`npm run build:kernels\``, { cause });
  }
}
