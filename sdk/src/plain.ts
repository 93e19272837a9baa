/**
 * TypeChain's output types (tuples that also have names) as plain objects: what {@link decodeArguments} returns.
 * A struct's tuple has a fixed length; a list's has not.
 */
export type Plain<T> = T extends readonly (infer Item)[]
  ? number extends T["length"]
    ? readonly Plain<Item>[]
    : PlainFields<Omit<T, keyof unknown[] | `${number}`>>
  : T extends object
    ? PlainFields<T>
    : T;

type PlainFields<T> = { readonly [K in keyof T]: Plain<T[K]> };
