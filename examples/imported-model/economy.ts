import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { decodeBatchBundle } from "../../engine/src/core/bundle/batch-bundle.js";
import { findFault } from "../../engine/src/core/audit/find-fault.js";
import { spearman } from "../../engine/src/core/evaluate/spearman.js";
import type { Hex } from "../../engine/src/core/hash/hex.js";
import { laneRow } from "../../engine/src/core/ledger/lanes.js";
import { scoreAll } from "../../engine/src/core/ledger/score.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { audit, type AuditReport } from "../../indexer/src/audit.js";
import { batchCase } from "../../indexer/src/batch-context.js";
import { claimItems } from "../../indexer/src/claim-items.js";
import { publishedModel } from "../../indexer/src/model.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { startChain, type DemoChain } from "../../scripts/demo/chain.js";
import { fundAndStake } from "../../scripts/demo/fund.js";
import type { Progress } from "../../scripts/demo/progress.js";
import { excerptText } from "../../scripts/helpers/text.js";
import { challenge } from "../../sdk/src/actions/challenge.js";
import { claim } from "../../sdk/src/actions/claim.js";
import { attributeAnswers, forge, type Posting, reproduceAndPost, signAndPost } from "./batches.js";
import { freezeTexts } from "./frozen-data.js";
import { askAndPay } from "./questions.js";
import { OutsideTrainer } from "./trainer.js";

export type ImportedEconomy = {
  readonly chain: DemoChain;
  /** Everything that was published. */
  readonly store: ContentStore;
  readonly modelId: bigint;
  readonly cells: number;
  readonly lanes: number;
  readonly answers: readonly string[];
  /** What refuted the forged batch. */
  readonly refutedBy: string;
  /** Contributors' part of the bucket, and what was claimed of it, token base units. */
  readonly part: bigint;
  readonly claimed: bigint;
  /** Mean rank correlation, over the answers, of the int8 scores with exact leave-one-out. */
  readonly leaveOneOut: number;
  readonly report: AuditReport;
};

/** A model that plain scripts trained: registered, asked, scored, posted, forged, refuted, claimed and audited like any other. */
export async function runImportedModel(
  hre: HardhatRuntimeEnvironment,
  { directory, progress }: { readonly directory: string; readonly progress: Progress },
): Promise<ImportedEconomy> {
  const [store, work] = [new ContentStore(path.join(directory, "published")), path.join(directory, "trainer")];
  await mkdir(work, { recursive: true });
  const trainer = new OutsideTrainer(work);
  const chain = await progress.phase("deploy", "Deploying every contract", () => startChain(hre));
  const versions = await progress.phase("data", "Contributing and freezing two Datanets", () =>
    freezeTexts(chain, store),
  );
  await progress.phase("stake", "Funding accounts, staking attestors", () => fundAndStake(chain));
  const { modelId, cells, lanes } = await progress.phase("import", "Training elsewhere, importing, registering", () =>
    trainer.trainAndRegister(chain, store, versions),
  );
  progress.note(`model ${String(modelId)}: ${String(cells)} responses of ${String(lanes)} lanes`);

  const asked = await progress.phase("ask", "Asking and paying", () => askAndPay(chain, trainer, modelId));
  for (const { request, answer } of asked.answered) progress.note(`"${request.prompt}" → "${excerptText(answer, 64)}"`);
  const lab = { engine: await loadEngine(), base: await loadBase() };
  const posting: Posting = { chain, store, modelId, lab };

  const honest = await progress.phase("attribute", "Scoring with the vectors of the file", () =>
    attributeAnswers(posting, asked),
  );
  const refutedBy = await progress.phase("forge", "Two attestors post a wrong score", async () => {
    await signAndPost(posting, await forge(posting, honest), chain.cast.attestors.slice(0, 2));
    return refuteFirst(posting);
  });
  progress.note(`refuted by a proof of ${refutedBy}, from logs and published files`);

  const { batch } = await progress.phase("post", "Two others reproduce the right one, and post it", () =>
    reproduceAndPost(posting, honest, chain.cast.attestors.slice(2, 4)),
  );
  const claimed = await progress.phase("claim", "Waiting for finality, claiming", () => claimAll(posting));
  const report = await progress.phase("audit", "Auditing", () =>
    audit({ client: chain.as(chain.cast.watcher), treasury: chain.cast.treasury.address, published: store, lab }),
  );
  for (const what of report.checks.flatMap(({ unchecked = [] }) => unchecked)) progress.note(`not checked: ${what}`);
  const leaveOneOut = await progress.phase(
    "check",
    "Training without each cell, to see whether the scores are true",
    () => correlation(posting, trainer, batch.dataHash),
  );
  const part = honest.content.earnings.reduce((sum, each) => sum + each.sum, 0n);
  const answers = asked.answered.map(({ answer }) => asText(answer));
  return { chain, store, modelId, cells, lanes, answers, refutedBy, part, claimed, leaveOneOut, report };
}

/** What a challenger does: recomputes the posted batch from logs and files, and shows the first wrong step. */
async function refuteFirst({ chain, store, modelId }: Posting): Promise<string> {
  const client = chain.as(chain.cast.watcher);
  const world = await readWorld(client);
  const { ledger: model } = await publishedModel(world, store, modelId);
  const record = world.ledger.standing(modelId)[0]!;
  const { published, context } = await batchCase(world, store, { record, model, deployment: chain.deployment });
  const fault = findFault(published, context);
  if (fault === undefined) throw new Error("The forged batch looks right.");
  await challenge(client, fault);
  return fault.proof;
}

async function claimAll({ chain, store, modelId }: Posting): Promise<bigint> {
  const world = await readWorld(chain.as(chain.cast.watcher));
  const record = world.ledger.standing(modelId)[0]!;
  chain.clock.advance(Math.max(0, Number(world.ledger.finalAt(record)) - chain.clock.now));
  const { content } = decodeBatchBundle(await store.readBundle(record.batch.dataHash as Hex));
  const items = claimItems(chain.deployment, record, content).filter((_, i) => content.earnings[i]!.sum > 0n);
  return (await claim(chain.as(chain.cast.host), items)).total;
}

/** Do the integers that money is divided by rank the cells as retraining without them does? */
async function correlation(
  { chain, store, modelId }: Posting,
  trainer: OutsideTrainer,
  dataHash: Hex,
): Promise<number> {
  const { ledger } = await publishedModel(await readWorld(chain.as(chain.cast.watcher)), store, modelId);
  const { content } = decodeBatchBundle(await store.readBundle(dataHash));
  const exact = await trainer.leaveOneOut();
  const each = exact.map((rises, row) =>
    spearman(Array.from(scoreAll(laneRow(content.queries, row), ledger.responses)), rises),
  );
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

function asText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
