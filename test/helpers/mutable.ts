/** The same type without `readonly`, all the way down. */
type Mutable<T> = T extends readonly unknown[] | object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** For the generated contract types, which ask for arrays they never write to. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}
