import type { Hex } from "../../engine/src/core/hash/hex.js";
import { LOG_ENTRY } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import { merkleRoot } from "../../engine/src/core/tree/merkle.js";
import type { OpenLedger } from "./deploy-open-ledger.js";

/** The root of a Datanet's log, from its events alone: what an auditor computes. */
export async function logRootFromEvents({ datanets }: OpenLedger, datanetId: bigint): Promise<Hex> {
  const events = await datanets.queryFilter(datanets.filters.LogAppended(datanetId));
  return merkleRoot(
    events.map(({ args }) =>
      structHash(LOG_ENTRY, {
        kind: Number(args.kind),
        contributionId: args.contributionId,
        value: args.value as Hex,
      }),
    ),
  );
}
