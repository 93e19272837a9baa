import { loadSuffixSorter } from "../../../engine/src/io/kernels/load-suffix-sorter.js";
import { loadTreeHasher } from "../../../engine/src/io/kernels/load-tree-hasher.js";
import { buildSpanIndex } from "../../../engine/src/io/spans/build-span-index.js";
import { indexDirectory } from "../../../engine/src/io/spans/index-files.js";
import { joinIndexes } from "../../../engine/src/io/spans/join-indexes.js";
import { openSpanIndex, type SpanIndex, SpanIndexMissingError } from "../../../engine/src/io/spans/open-span-index.js";
import type { ContentStore } from "../../../engine/src/io/store/content-store.js";
import { frozenVersion, type VersionName } from "../../../indexer/src/frozen-version.js";
import type { World } from "../../../indexer/src/replay.js";
import { versionTexts } from "../../../indexer/src/version-texts.js";

type Context = {
  readonly world: World;
  readonly published: ContentStore;
  readonly progress: (text: string) => void;
};

/** Opens the indexes of these versions as one; builds, from published files, those that are not there yet. */
export async function spanIndexOf(versions: readonly VersionName[], context: Context): Promise<SpanIndex> {
  const opened: SpanIndex[] = [];
  try {
    for (const version of versions) opened.push(await openOrBuild(version, context));
  } catch (cause) {
    joinIndexes(opened).close();
    throw cause;
  }
  return joinIndexes(opened);
}

async function openOrBuild(version: VersionName, { world, published, progress }: Context): Promise<SpanIndex> {
  const { content } = frozenVersion(world, version);
  const { root: versionRoot } = content;
  const directory = indexDirectory(published.directory, versionRoot);
  try {
    return await openSpanIndex(directory, { versionRoot });
  } catch (error) {
    if (!(error instanceof SpanIndexMissingError)) throw error;
  }
  progress(`Indexing version ${String(version.version)} of Datanet ${String(version.datanetId)} in ${directory}`);
  const tools = { sortSuffixes: await loadSuffixSorter(), hashTree: await loadTreeHasher() };
  const contributions = versionTexts(content, published);
  await buildSpanIndex(directory, { versionRoot, contributions }, tools);
  return openSpanIndex(directory, { versionRoot });
}
