import path from "node:path";
import { performance } from "node:perf_hooks";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { demoCorpus } from "../../engine/src/io/corpus/demo-corpus.js";
import { loadBase } from "../../engine/src/io/checkpoint/load-base.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { retrainingPool } from "../../engine/src/io/workers/retraining-pool.js";
import { audit } from "../../indexer/src/audit.js";
import { attributeBoth } from "./attribute-both.js";
import { type Attribution, worldOf } from "./attribution.js";
import { startChain } from "./chain.js";
import { claimAll } from "./claims.js";
import { contributeAll, createDatanets, freezeAll, reviewAll } from "./datanets.js";
import { openDraft, publishDraft } from "./draft.js";
import { measureFidelity } from "./fidelity.js";
import { fundAndStake } from "./fund.js";
import { Market } from "./market.js";
import { trainAndRegister } from "./model.js";
import type { Progress } from "./progress.js";
import { isTrue, questionsOf } from "./questions.js";
import { type DemoResult, writeReport } from "./report.js";
import { amountText } from "../helpers/text.js";
import { transactionLine, TransactionLog } from "./transactions.js";

/**
 * The whole economy once, on real text, on an in-process chain: from deployment to the audit. Writes its report and everything that was
 * published to `directory`, all at once at the end, so that a run that is killed leaves nothing half-written. The chain stays open.
 */
export async function runDemo(
  hre: HardhatRuntimeEnvironment,
  { directory, progress }: { readonly directory: string; readonly progress: Progress },
): Promise<DemoResult & { readonly store: ContentStore }> {
  const startedAt = performance.now();
  const draft = await openDraft(directory);
  const store = new ContentStore(path.join(draft, "published"));
  const corpus = await demoCorpus();
  const lab = { engine: await loadEngine(), base: await loadBase(), pool: retrainingPool() };

  const chain = await progress.phase("deploy", "Deploying every contract through Ignition", () => startChain(hre));
  const transactions = new TransactionLog(chain);
  /** A phase, and the transactions it sent. */
  const phase = <Result>(name: string, title: string, work: () => Promise<Result>): Promise<Result> =>
    progress.phase(name, title, async () => {
      const done = await work();
      for (const transaction of await transactions.latest()) progress.note(transactionLine(transaction));
      return done;
    });
  for (const transaction of await transactions.latest()) progress.note(transactionLine(transaction));

  const datanets = await phase("datanets", "Creating three Datanets: speeches, law, code", () => createDatanets(chain));
  const contributed = await phase("contribute", "Contributing: commit, then reveal", () =>
    contributeAll(chain, corpus, { datanets, store, progress }),
  );
  const reviewed = await phase("review", "Reviewing", () => reviewAll(chain, contributed, progress));
  const versions = await phase("freeze", "Freezing versions, drawing seeds", () => freezeAll(chain, datanets));
  await phase("stake", "Funding accounts, staking attestors", () => fundAndStake(chain));
  const model = await phase("train", "Training the model and its responses", () =>
    trainAndRegister(chain, lab, { versions, store, progress }),
  );

  const questions = questionsOf(corpus);
  const half = Math.ceil(questions.length / 2);
  const { adapter } = model.trained.responses;
  const market = new Market({ chain, lab, adapter, modelId: model.modelId });
  const buckets = await phase("questions", "Asking and paying, over two buckets", async () => {
    const onServed = (before: number) => (done: number) => progress.step("answers", before + done, questions.length);
    const first = await market.serveBucket(questions.slice(0, half), 0n, onServed(0));
    return [first, await market.serveBucket(questions.slice(half), 1n, onServed(half))] as const;
  });
  const served = buckets.flat(2);
  const choices = served.filter(({ request }) => "choices" in request);
  const right = choices.filter(({ question, answer }) => isTrue(question, answer)).length;
  progress.note(
    `${String(right)} of ${String(choices.length)} choices are how the source goes on (chance: one in four)`,
  );

  const at: Attribution = { chain, lab, model, store };
  const { refutations, batches } = await phase("attribute", "Attributing, forging, refuting, finalising", () =>
    attributeBoth(at, buckets, progress),
  );

  const claimed = await phase("claim", "Claiming", () => claimAll(at));
  progress.note(`${amountText(claimed)} claimed; one contributor leaves its income for later`);
  const report = await progress.phase("audit", "Auditing: event logs and published files alone", () =>
    audit({
      client: chain.as(chain.cast.watcher),
      treasury: chain.cast.treasury.address,
      published: store,
      lab,
      onCheck: ({ name, compared, differences }) =>
        progress.note(`${name}: ${String(compared)} values, ${String(differences.length)} differences`),
    }),
  );
  const fidelity = await progress.phase("fidelity", "Measuring how true the scores are", () =>
    measureFidelity(lab, { model, served, contributed, progress }),
  );

  const world = await worldOf(chain);
  const totalSeconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const result: DemoResult = {
    ...{ chain, datanets, contributed, reviewed, model, served, batches, refutations, report, world, fidelity },
    transactions: transactions.all,
    choicesRight: right / choices.length,
    seconds: { ...progress.seconds, total: totalSeconds },
  };
  await writeReport(draft, result, store);
  await publishDraft(draft, directory);
  return { ...result, store: new ContentStore(path.join(directory, "published")) };
}
