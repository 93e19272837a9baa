import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import type { ContentStore } from "../../engine/src/io/store/content-store.js";
import type { Explanation } from "../tasks/helpers/explanation.js";
import { explanationPage } from "../tasks/helpers/explanation-page.js";
import { contributionView, receiptView } from "../tasks/helpers/explanation-views.js";
import { latestTime } from "../tasks/helpers/latest-time.js";
import type { Earner } from "./earners.js";
import type { DemoResult } from "./report.js";

/**
 * Writes pages of `npx hardhat explain` into `explained/`: the first answer of each batch, and the accounts of the contributions that
 * earned most and least of those the model was trained on.
 */
export async function writeExplanations(
  directory: string,
  { chain, world, batches, model }: DemoResult,
  { earners, store }: { readonly earners: readonly Earner[]; readonly store: ContentStore },
): Promise<void> {
  const { modelId } = model;
  const now = await latestTime(chain.as(chain.cast.watcher));
  const sources = { world, now, deployment: chain.deployment, published: store };
  const pages = new Map<string, Explanation>();
  for (const { batch } of batches) {
    const name = `receipt-${String(modelId)}-${String(batch.bucket)}-0.html`;
    pages.set(name, await receiptView(sources, { modelId, bucket: batch.bucket, row: 0 }));
  }
  const trainedOn = new Set(model.trained.bundle.manifest.contributions.map(({ contributionId }) => contributionId));
  const ranked = earners.filter(({ contributionId }) => trainedOn.has(contributionId));
  for (const { contributionId } of [ranked[0]!, ranked.at(-1)!]) {
    pages.set(`contribution-${String(contributionId)}.html`, await contributionView(sources, contributionId));
  }

  const folder = path.join(directory, "explained");
  await mkdir(folder);
  for (const [name, explanation] of pages) await writeFile(path.join(folder, name), explanationPage(explanation));
}
