import { loadFixture, mine } from "../../test/helpers/chain.js";
import { datasetOf } from "../../test/helpers/chunks.js";
import { contributionOf, createDatanet, SALT } from "../../test/helpers/contribute.js";
import { deployOpenLedger } from "../../test/helpers/deploy-open-ledger.js";
import { hashOf } from "../../test/helpers/hashes.js";
import { type GasRow, gasOf, gasRow } from "./row.js";

const CHUNKS = 1_000;

/** A contributor's way, whatever the number of chunks. */
export async function measureContributing(): Promise<GasRow[]> {
  const world = await loadFixture(deployOpenLedger);
  const datanetId = await createDatanet(world);
  const registry = world.contributions.connect(world.alice);
  const rows: GasRow[] = [];
  let way = 0;
  for (const when of ["first", "later"]) {
    const texts = Array.from({ length: CHUNKS }, (_, i) => `chunk ${i}, ${when}`);
    const contribution = contributionOf(datanetId, datasetOf(...texts));
    const commit = await gasOf(registry.commit(await registry.commitmentOf(world.alice, contribution, SALT)));
    await mine();
    const reveal = await gasOf(registry.reveal(contribution, SALT));
    const id = when === "first" ? 1n : 2n;
    const review = await gasOf(world.ownerReview.connect(world.curator).review(id, true, hashOf("good")));
    rows.push(
      gasRow(`commit a contribution, ${when}`, commit, { ceiling: 50_000 }),
      gasRow(`reveal a contribution of any size, ${when}`, reveal, {
        ceiling: 120_000,
        peer: "Vana addFile 198,786 for one file, open to copying",
      }),
      gasRow(`accept a contribution, ${when}`, review),
    );
    way = commit + reveal + review;
  }
  const peer = "Vana 1,237,765 for a file";
  return [...rows, gasRow("register, review: each of 1,000 chunks", way / CHUNKS, { ceiling: 1_000, peer })];
}
