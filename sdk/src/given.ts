import type { Addressable } from "ethers";

/** TypeChain's input types without its demand for mutable lists: what the SDK's actions take. */
export type Given<T> = T extends Scalar
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : { readonly [K in keyof T]: Given<T[K]> };

type Scalar = string | number | bigint | boolean | Uint8Array | Addressable | PromiseLike<unknown>;

/** The same, mutable. */
type Taken<T> = T extends Scalar ? T : { -readonly [K in keyof T]: Taken<T[K]> };

/** Hands a given value to a generated method, which asks for mutable lists it never writes to. */
export function taken<T>(value: T): Taken<T> {
  return value as Taken<T>;
}
