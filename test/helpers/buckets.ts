import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Settlement } from "../../engine/src/core/hash/structs.js";
import type { LedgerWorld } from "./deploy-ledger.js";
import { hashOf } from "./hashes.js";
import { wait } from "./time.js";
import { open } from "./units.js";

/** Pays one answer of a model directly and closes the bucket. The contributors' part is half. */
export async function payAndClose(
  world: LedgerWorld,
  { modelId = world.modelId, amount = open(100) }: { modelId?: bigint; amount?: bigint } = {},
): Promise<bigint> {
  const { vault, payer, host } = world;
  await vault.connect(payer).pay(modelId, host, amount, hashOf("request"));
  return close(world, modelId);
}

/** Closes the model's open bucket once its time is over. */
export async function close(world: LedgerWorld, modelId = world.modelId): Promise<bigint> {
  const bucket = (await world.vault.bucketCount(modelId)) - 1n;
  await wait(world, "BucketSeconds");
  await world.vault.close(modelId, bucket);
  return bucket;
}

/** The bucket's settlements as the vault's events show them. */
export async function settlementsOf({ vault }: LedgerWorld, modelId: bigint, bucket: bigint): Promise<Settlement[]> {
  const events = await vault.queryFilter(vault.filters.Settled(modelId, bucket));
  return events.map(({ args }) => ({
    modelId,
    bucket,
    sequence: args.sequence,
    payer: args.payer as Hex,
    payee: args.payee as Hex,
    cumulativeBefore: args.cumulativeBefore,
    amount: args.amount,
    contributorsPart: args.contributorsPart,
    headBefore: args.headBefore as Hex,
    headAfter: args.headAfter as Hex,
  }));
}
