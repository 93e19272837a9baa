import { readFileSync } from "node:fs";

/** A file of test/vectors, which TypeScript and Solidity are both held to. */
export function vectorsOf<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as T;
}
