import { mine, time } from "./chain.js";
import type { OpenLedger } from "./deploy-open-ledger.js";
import { parameterId, type ParameterName } from "../../sdk/src/parameter.js";

/** Lets as many seconds pass as a parameter says, and one more block. */
export async function wait({ parameters }: OpenLedger, name: ParameterName): Promise<void> {
  await time.increase(await parameters.get(parameterId(name)));
}

/** Mines until the seed block of a version is in the past. */
export async function mineSeedBlock({ datanets }: OpenLedger, datanetId: bigint, version: bigint): Promise<void> {
  const { seedBlock } = await datanets.versionOf(datanetId, version);
  const latest = await time.latestBlock();
  if (BigInt(latest) <= seedBlock) await mine(seedBlock - BigInt(latest) + 1n);
}
