import { fromHex, type Hex } from "./hex.js";
import { keccak, keccakText } from "./keccak.js";
import { structHash, type StructType } from "./struct-hash.js";
import { hashWords } from "./words.js";

/** Which contract a signature is for. */
export type Domain = {
  readonly name: "OpenLedger InferenceVault" | "OpenLedger AttributionLedger";
  readonly chainId: bigint;
  readonly verifyingContract: Hex;
};

const DOMAIN_TYPE_HASH = keccakText(
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
);
const VERSION_HASH = keccakText("1");

/** The EIP-712 digest that is signed: `keccak(0x1901 ‖ domain separator ‖ struct hash)`. */
export function typedDigest<T>(domain: Domain, type: StructType<T>, value: T): Hex {
  const separator = domainSeparator(domain);
  return keccak(fromHex(`0x1901${separator.slice(2)}${structHash(type, value).slice(2)}`));
}

export function domainSeparator(domain: Domain): Hex {
  return hashWords([DOMAIN_TYPE_HASH, keccakText(domain.name), VERSION_HASH, domain.chainId, domain.verifyingContract]);
}
