import { chunkContribution } from "../../../engine/src/core/text/chunk-contribution.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import type { Published } from "../published.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

/** Every accepted contribution cut again from its published bytes, against what was registered. */
export async function auditData({ registries }: World, published: Published): Promise<AuditCheck> {
  const check = new Comparison("published data");
  for (const [id, { root, chunkCount, status }] of registries.contributions) {
    if (status !== "accepted") continue;
    const subject = `contribution ${String(id)}`;
    await check.attempt(subject, async () => {
      const bytes = await published.readData(root as Hex);
      const cut = chunkContribution(bytes, { maxBytes: bytes.length });
      check.equal(`${subject} root`, cut.root, root);
      check.equal(`${subject} chunks`, cut.chunks.length, Number(chunkCount));
    });
  }
  return check.result();
}
