import { keccak256, toUtf8Bytes } from "ethers";

import { CONTRACT_KEYS, CONTRACTS, interfaceOf } from "./contracts.js";

/** Hash of every contract's ABI. A deployment with another one was made from other contracts than these types describe. */
export function abiHash(): string {
  const abis = CONTRACT_KEYS.map((key) => `${CONTRACTS[key].name} ${interfaceOf(key).formatJson()}`).sort();
  return keccak256(toUtf8Bytes(abis.join("\n")));
}
