import { concatBytes } from "@noble/hashes/utils.js";

import { floatsToBytes } from "../float-bytes.js";
import type { Hex } from "../hash/hex.js";
import { encodeSafetensors, type Tensor } from "../safetensors.js";
import type { Responses } from "./responses.js";

const FORMAT = "openledger-responses-v1";

/** An adapter and its unquantised responses as a safetensors file: `adapter` F32 [lanes], `responses` F32 [cells, lanes]. */
export function encodeResponses(
  { adapter, responses }: Pick<Responses, "adapter" | "responses">,
  plan: Hex,
): Uint8Array {
  const { length } = adapter.lanes;
  const matrix = concatBytes(...responses.map(floatsToBytes));
  return encodeSafetensors({
    tensors: new Map<string, Tensor>([
      ["adapter", { dtype: "F32", shape: [length], data: floatsToBytes(adapter.lanes) }],
      ["responses", { dtype: "F32", shape: [responses.length, length], data: matrix }],
    ]),
    metadata: { format: FORMAT, plan },
  });
}
