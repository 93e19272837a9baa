import { toHex } from "../../core/hash/hex.js";
import { NODE_BYTES, type TreeHasher } from "../../core/spans/chunk-nodes.js";
import type { SpanContribution } from "../../core/spans/span-contribution.js";
import { cutContribution } from "../../core/text/chunk-contribution.js";
import { CorruptContentError } from "../store/content-store.js";

/** Cuts a contribution and hashes its tree, once: the chunks and the nodes below the root. Throws {@link CorruptContentError}. */
export function contributionTree(
  { root, bytes }: SpanContribution,
  hashTree: TreeHasher,
): { readonly chunks: readonly Uint8Array[]; readonly nodes: Uint8Array } {
  const address = { kind: "data", hash: root } as const;
  let chunks: readonly Uint8Array[];
  try {
    chunks = cutContribution(bytes);
  } catch (cause) {
    throw new CorruptContentError(address, "no contribution at all", cause);
  }
  const nodes = hashTree(chunks);
  const found = toHex(nodes.subarray(-NODE_BYTES));
  if (found !== root) throw new CorruptContentError(address, found);
  return { chunks, nodes: nodes.subarray(0, -NODE_BYTES) };
}
