import type { Hex } from "../hash/hex.js";
import type { Row } from "../hash/structs.js";
import { hashWords } from "../hash/words.js";

/** What re-running a row's request must give. */
export function rowResult({
  requestHash,
  responseHash,
  queryRoot,
}: Pick<Row, "requestHash" | "responseHash" | "queryRoot">): Hex {
  return hashWords([requestHash, responseHash, queryRoot]);
}

/** What re-running a model's recipe must give. */
export function manifestResult(manifestHash: Hex, defaultsHash: Hex): Hex {
  return hashWords([manifestHash, defaultsHash]);
}
