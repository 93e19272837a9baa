import type { SpanContribution } from "../../engine/src/core/spans/span-contribution.js";
import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import type { VersionContent } from "../../engine/src/core/text/replay-log.js";
import type { Published } from "./published.js";

/** The contributions of a frozen version with their live chunks, one after the other from published files, by id. */
export async function* versionTexts(
  { contributions }: VersionContent,
  published: Published,
): AsyncGenerator<SpanContribution> {
  for (const { contributionId, root, withdrawn, voidChunks } of contributions) {
    if (withdrawn) continue;
    const bytes = await published.readData(root);
    const content = chunkContribution(bytes, { maxBytes: bytes.length });
    const voided = new Set(voidChunks);
    yield { contributionId, content, live: [...content.chunks.keys()].filter((index) => !voided.has(index)) };
  }
}
