import { AbiCoder, keccak256 } from "ethers";

import { interfaceOf } from "./contracts.js";
import type { ManifestStruct } from "./structs.js";

/** What the registry keeps of a manifest: `keccak256(abi.encode(manifest))`. */
export function manifestHash(manifest: ManifestStruct): string {
  const [type] = interfaceOf("models").getFunction("register")!.inputs;
  return keccak256(AbiCoder.defaultAbiCoder().encode([type!], [manifest]));
}
