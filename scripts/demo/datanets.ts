import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { chunkContribution, chunkProof } from "../../engine/src/core/text/chunk-contribution.js";
import { type ChunkPlace, findDuplicates } from "../../engine/src/core/text/find-duplicates.js";
import type { DemoContribution, DemoCorpus } from "../../engine/src/io/corpus/demo-corpus.js";
import type { DatanetName } from "../../engine/src/io/corpus/demo-sources.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import { contribute } from "../../sdk/src/actions/contribute.js";
import { createDatanet } from "../../sdk/src/actions/create-datanet.js";
import { freeze } from "../../sdk/src/actions/freeze.js";
import { proveDuplicate } from "../../sdk/src/actions/prove-duplicate.js";
import { recordSeed } from "../../sdk/src/actions/record-seed.js";
import { review } from "../../sdk/src/actions/review.js";
import type { VersionName } from "../../indexer/src/frozen-version.js";
import type { DemoChain } from "./chain.js";
import type { Progress } from "./progress.js";

/** A contribution on-chain, and what it is in the demonstration. */
export type Contributed = {
  readonly contributionId: bigint;
  readonly source: DemoContribution;
  readonly account: string;
};

const DATANETS: readonly DatanetName[] = ["speeches", "law", "code"];
const MAX_CONTRIBUTION_BYTES = 1 << 20;
const NOTHING_TO_LEARN = keccakText("Refused: keyboard noise, nothing to learn from it.");

/** Creates the three Datanets; "law" is permissioned, and its owner agrees to the trainer. */
export async function createDatanets(chain: DemoChain): Promise<ReadonlyMap<DatanetName, bigint>> {
  const { owner, trainer } = chain.cast;
  const client = chain.as(owner);
  const ids = new Map<DatanetName, bigint>();
  for (const name of DATANETS) {
    const metadata = { metadataHash: keccakText(name), uri: `urn:openledger:datanet:${name}` };
    const access = name === "law" ? "permissioned" : "open";
    const { datanetId } = await createDatanet(client, { domain: name, ...metadata, access });
    ids.set(name, datanetId);
    if (access === "permissioned") await (await client.datanets.grantTrainer(datanetId, trainer, true)).wait();
  }
  return ids;
}

/** Everybody cuts, publishes, commits and reveals their text. */
export async function contributeAll(
  chain: DemoChain,
  corpus: DemoCorpus,
  options: {
    readonly datanets: ReadonlyMap<DatanetName, bigint>;
    readonly store: ContentStore;
    readonly progress: Progress;
  },
): Promise<Contributed[]> {
  const contributed: Contributed[] = [];
  const names = [...new Set(corpus.contributions.map(({ contributor }) => contributor))];
  const accountOf = (name: string) => chain.cast.contributors[names.indexOf(name)]!;
  for (const [i, source] of corpus.contributions.entries()) {
    const account = accountOf(source.contributor);
    const { root, chunks } = chunkContribution(source.bytes, { maxBytes: MAX_CONTRIBUTION_BYTES });
    const { uri } = await options.store.writeData(source.bytes);
    const { contributionId } = await contribute(chain.as(account), {
      datanetId: options.datanets.get(source.datanet)!,
      root,
      chunkCount: chunks.length,
      licence: source.licence,
      uri,
      salt: keccakText(`demonstration salt ${String(i)}`),
    });
    contributed.push({ contributionId, source, account: account.address });
    options.progress.step("contributions", i + 1, corpus.contributions.length);
  }
  return contributed;
}

/** The owner accepts what teaches something and refuses noise. Then anybody shows copied chunks, and they are void. */
export async function reviewAll(
  chain: DemoChain,
  contributed: readonly Contributed[],
  progress: Progress,
): Promise<{ readonly refused: number; readonly voidChunks: number }> {
  const owner = chain.as(chain.cast.owner);
  let refused = 0;
  for (const { contributionId, source } of contributed) {
    const accepted = source.kind !== "noise";
    if (!accepted) refused += 1;
    await review(owner, { contributionId, accepted, ...(accepted ? {} : { reasonHash: NOTHING_TO_LEARN }) });
  }

  const sources = contributed.map(({ contributionId, source }) => {
    const { leaves } = chunkContribution(source.bytes, { maxBytes: MAX_CONTRIBUTION_BYTES });
    return { contributionId, committedBlock: contributionId, leaves };
  });
  const duplicates = findDuplicates(sources);
  const proofAt = ({ contributionId, index }: ChunkPlace) => {
    const { leaves } = sources.find((each) => each.contributionId === contributionId)!;
    const { proof, ...chunk } = chunkProof(contributionId, leaves, index);
    return { ...chunk, proof: [...proof] };
  };
  for (const { original, duplicate } of duplicates) {
    await proveDuplicate(chain.as(chain.cast.watcher), {
      original: proofAt(original),
      duplicate: proofAt(duplicate),
    });
  }
  progress.note(
    `${String(refused)} refused in review, ${String(duplicates.length)} copied chunks shown on-chain and void`,
  );
  return { refused, voidChunks: duplicates.length };
}

/** Freezes a version of each Datanet and records its seed once its block has come. */
export async function freezeAll(chain: DemoChain, datanets: ReadonlyMap<DatanetName, bigint>): Promise<VersionName[]> {
  const owner = chain.as(chain.cast.owner);
  const frozen: VersionName[] = [];
  for (const datanetId of datanets.values()) {
    const { version } = await freeze(owner, datanetId);
    frozen.push({ datanetId, version: Number(version) });
  }
  for (const { datanetId, version } of frozen) {
    await recordSeed(chain.as(chain.cast.watcher), {
      datanetId,
      version: BigInt(version),
      waiting: { advance: chain.mine },
    });
  }
  return frozen;
}
