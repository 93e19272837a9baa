import type { SpanContribution } from "../../engine/src/core/spans/span-contribution.js";
import type { VersionContent } from "../../engine/src/core/text/replay-log.js";
import type { ContentStore } from "../../engine/src/io/store/content-store.js";

/** The contributions of a frozen version, one after the other from published files, by id. Their bytes are not checked yet. */
export async function* versionTexts(
  { contributions }: VersionContent,
  published: Pick<ContentStore, "readUnchecked">,
): AsyncGenerator<SpanContribution> {
  for (const { contributionId, root, withdrawn, voidChunks } of contributions) {
    if (withdrawn) continue;
    const bytes = await published.readUnchecked({ kind: "data", hash: root });
    yield { contributionId, root, bytes, voidChunks };
  }
}
