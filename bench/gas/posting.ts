import type { Hex } from "../../engine/src/core/hash/hex.js";
import { attest, batchWith, earningsOf } from "../../test/helpers/attest.js";
import { payAndClose } from "../../test/helpers/buckets.js";
import { loadFixture } from "../../test/helpers/chain.js";
import { deployLedger, setParameter } from "../../test/helpers/deploy-ledger.js";
import { hashOf } from "../../test/helpers/hashes.js";
import { open } from "../../test/helpers/units.js";
import { type GasRow, gasOf, gasRow } from "./row.js";

const URI = `urn:openledger:bundle:${hashOf("bundle")}`;
const PEER =
  "UMA assertTruth 187,716; EigenLayer submitRoot 103,688 / 86,600 and Merkl updateTree 70,478, both unsigned";
const FIRST_SIGNER = 125_000;
const FURTHER_SIGNER = 12_000;

/** Posting: by signers, and by rows, which must not matter. */
export async function measurePosting(): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const signers of [1, 2, 3]) {
    const [first, later] = await post({ signers, rowCount: 1 });
    const ceiling = FIRST_SIGNER + (signers - 1) * FURTHER_SIGNER;
    rows.push(gasRow(`post, ${signers} signer(s), a model's first batch`, first!, { ceiling, peer: PEER }));
    rows.push(gasRow(`post, ${signers} signer(s), later`, later!, { ceiling, peer: PEER }));
  }
  for (const rowCount of [10, 1_000, 1_000_000]) {
    const [, later] = await post({ signers: 1, rowCount });
    rows.push(
      gasRow(`post, ${rowCount.toLocaleString("en-US")} rows, 1 signer, later`, later!, { ceiling: FIRST_SIGNER }),
    );
  }
  return rows;
}

async function post({ signers, rowCount }: { signers: number; rowCount: number }): Promise<number[]> {
  const world = await loadFixture(deployLedger);
  await setParameter(world, "QuorumSigners", 1n);
  const attestors = [world.attestor1, world.attestor2, world.attestor3].slice(0, signers);
  const gas: number[] = [];
  for (let bucket = 0n; bucket < 2n; bucket++) {
    await payAndClose(world);
    const parent = (await world.ledger.headOf(world.modelId)) as Hex;
    const batch = batchWith(earningsOf(world, [open(1)]), { bucket, parent, rowCount });
    const { signers: addresses, signatures } = await attest(world, batch, attestors);
    gas.push(await gasOf(world.ledger.post(batch, addresses, signatures, URI)));
  }
  return gas;
}
