import path from "node:path";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { randomStream } from "../../engine/src/core/train/random.js";
import { writeTrajectory } from "../../engine/src/io/store/trajectory-files.js";
import { watch } from "../../indexer/src/watch.js";
import { demandData } from "../../indexer/src/watch/demand-data.js";
import type { Report } from "../../indexer/src/watch/watch-event.js";
import { signerOf } from "../../sdk/src/client.js";
import { serveMetrics } from "./helpers/metrics-server.js";
import { openLab } from "./helpers/open-lab.js";
import { idOption, numberOption, optional } from "./helpers/parse-options.js";
import { isWebPlace, publishedAt } from "./helpers/published-at.js";
import { runTask } from "./helpers/run-task.js";
import { UncheckedError, UsageError, WrongFoundError } from "./helpers/task-errors.js";
import { untilStopped } from "./helpers/until-stopped.js";
import { watchLog } from "./helpers/watch-log.js";
import { watchMetrics } from "./helpers/watch-metrics.js";

type Options = Readonly<Record<"contribution" | "state" | "metricsPort", string | undefined>> &
  Readonly<Record<"poll" | "spread" | "patience" | "cells" | "trainingLimit" | "published", string>> &
  Readonly<Record<"light" | "quick" | "once" | "dryRun" | "dispute", boolean>> & { readonly deployments: string };

export default runTask<Options>(async (options, { client, failAfter }) => {
  const contributionId = optional("contribution", options.contribution, idOption);
  if (options.light !== (contributionId !== undefined))
    throw new UsageError(
      "Expected --light and --contribution together: the light way looks for one contribution's cells.",
    );
  const seconds = (name: "poll" | "spread" | "patience" | "trainingLimit"): number =>
    Math.round(1000 * numberOption(name, options[name]));
  const places = options.published.split(",").map((place) => place.trim());
  const directory = places.find((place) => !isWebPlace(place));
  if (options.dispute && directory === undefined)
    throw new UsageError("Expected a directory in --published beside --dispute: the re-run is written there.");
  const times = { pollMs: seconds("poll"), spreadMs: seconds("spread"), patienceMs: seconds("patience") };
  const settings = {
    ...times,
    trainingLimitMs: seconds("trainingLimit"),
    spotCells: numberOption("cells", options.cells),
  };
  const port = optional("metricsPort", options.metricsPort, idOption);

  const chain = await client();
  const account = (await signerOf(chain).getAddress()) as Hex;
  const { registry, report: count } = watchMetrics();
  const log = watchLog();
  const report: Report = (event) => {
    count(event);
    log(event);
  };
  const stop = untilStopped();
  const server = port === undefined ? undefined : await serveMetrics(registry, Number(port));
  const { dryRun } = options;
  report({ event: "started", account, dryRun, ...(server !== undefined && { metricsPort: server.port }) });
  try {
    const random = randomStream(keccakText(`${account} ${String(Date.now())}`), "backoff");
    const { isWrong, ...found } = await watch({
      ...settings,
      ...(!options.quick && !options.light && { lab: await openLab() }),
      ...(contributionId !== undefined && { contributionId }),
      client: chain,
      account,
      published: publishedAt(places),
      ...(options.dispute && { dispute: (trajectory) => writeTrajectory(directory!, trajectory) }),
      demand: demandData(chain, account),
      report,
      dryRun,
      once: options.once,
      stateFile: options.state ?? path.join(options.deployments, `${String(chain.deployment.chainId)}.watch.json`),
      signal: stop.signal,
      nowMs: Date.now,
      random: (bound) => random.below(Math.ceil(bound)),
    });
    if (options.once && isWrong) failAfter(new WrongFoundError(found.wrong.length));
    else if (options.once && found.missing > 0) failAfter(new UncheckedError(found.missing));
    return found;
  } finally {
    stop.release();
    await server?.close();
  }
});
