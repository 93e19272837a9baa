import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { demoCorpus } from "../../engine/src/io/corpus/demo-corpus.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import type { VersionName } from "../../indexer/src/frozen-version.js";
import type { DemoChain } from "../../scripts/demo/chain.js";
import { contribute } from "../../sdk/src/actions/contribute.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { freeze } from "../../sdk/src/actions/freeze.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { review } from "../../sdk/src/actions/review.js";

/** Contributions of each Datanet. */
const EACH = 3;

/** Two Datanets of real text, speeches and contracts, each contribution by an account of its own; both frozen, their seeds recorded. */
export async function freezeTexts(chain: DemoChain, store: ContentStore): Promise<readonly VersionName[]> {
  const { owner, contributors, watcher } = chain.cast;
  const { contributions } = await demoCorpus();
  const frozen: VersionName[] = [];
  for (const [i, domain] of (["speeches", "code"] as const).entries()) {
    const { datanetId } = await createDatanet(chain.as(owner), { domain });
    const own = contributions.filter(({ kind, datanet }) => kind === "honest" && datanet === domain).slice(0, EACH);
    for (const [place, { bytes, licence, title }] of own.entries()) {
      const { root, chunks } = chunkContribution(bytes, { maxBytes: bytes.length });
      const { uri } = await store.writeData(bytes);
      const { contributionId } = await contribute(chain.as(contributors[i * EACH + place]!), {
        ...{ datanetId, root, chunkCount: chunks.length, licence, uri },
        salt: keccakText(`salt of ${title}`),
      });
      await review(chain.as(owner), { contributionId, accepted: true });
    }
    const { version } = await freeze(chain.as(owner), datanetId);
    await recordSeed(chain.as(watcher), { datanetId, version, waiting: { advance: chain.mine } });
    frozen.push({ datanetId, version: Number(version) });
  }
  return frozen;
}
