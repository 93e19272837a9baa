import type { Engine } from "../model/engine.js";
import { InvalidInputError } from "../errors.js";

/** Influence of each response on a query: exact integer dot products of int8 lanes. */
export function score(engine: Engine, query: Int8Array, responses: readonly Int8Array[]): number[] {
  const { arena, kernels } = engine;
  return arena.scope(() => {
    const a = arena.allocate(query.length);
    const b = arena.allocate(query.length);
    copyLanes(arena.bytes(a, query.length), query);
    return responses.map((response) => {
      if (response.length !== query.length) {
        throw new InvalidInputError(`expected ${query.length} lanes, got ${response.length}`);
      }
      copyLanes(arena.bytes(b, response.length), response);
      return kernels.dotInt8(a, b, query.length);
    });
  });
}

function copyLanes(to: Uint8Array, from: Int8Array): void {
  to.set(new Uint8Array(from.buffer, from.byteOffset, from.length));
}
