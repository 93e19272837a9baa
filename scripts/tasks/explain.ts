import { ContentStore } from "../../engine/src/io/store/content-store.js";
import { readWorld } from "../../indexer/src/read-world.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import type { Explanation } from "./helpers/explanation.js";
import { explanationPage } from "./helpers/explanation-page.js";
import { explanationText } from "./helpers/explanation-text.js";
import { contributionView, receiptView } from "./helpers/explanation-views.js";
import { latestTime } from "./helpers/latest-time.js";
import { idOption, optional, receiptOption } from "./helpers/parse-options.js";
import { runTask } from "./helpers/run-task.js";
import { UsageError } from "./helpers/task-errors.js";

type Options = Readonly<Record<"contribution" | "receipt" | "html", string | undefined>> & {
  readonly published: string;
};

export default runTask<Options, Explanation>(
  async (options, { client, progress }) => {
    const contributionId = optional("contribution", options.contribution, idOption);
    const receipt = optional("receipt", options.receipt, receiptOption);
    if ((contributionId === undefined) === (receipt === undefined)) {
      throw new UsageError("Expected --contribution or --receipt, and one of them. See --help.");
    }
    const chain = await client();
    const [world, now] = [await readWorld(chain), await latestTime(chain)];
    const sources = { world, now, deployment: chain.deployment, published: new ContentStore(options.published) };
    const explanation: Explanation =
      receipt === undefined ? await contributionView(sources, contributionId!) : await receiptView(sources, receipt);

    if (options.html !== undefined) {
      await writeAtomically(options.html, Buffer.from(explanationPage(explanation)));
      progress(`The page is ${options.html}`);
    }
    return explanation;
  },
  { text: explanationText },
);
