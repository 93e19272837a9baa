import { setTimeout } from "node:timers/promises";

import type { Hex } from "../../engine/src/core/hash/hex.js";
import { decodeError, NetworkError } from "../../sdk/src/errors.js";
import type { Client } from "../../sdk/src/client.js";
import type { Published } from "./published.js";
import { backoffMs } from "./watch/backoff.js";
import type { Demand } from "./watch/demand.js";
import type { Finding } from "./watch/findings.js";
import { judgeOwnCells } from "./watch/judge-own-cells.js";
import { judgeWhole } from "./watch/judge-whole.js";
import type { Lab } from "./watch/lab.js";
import { ModelShelf } from "./watch/model-shelf.js";
import { SpotChecks } from "./watch/spot-checks.js";
import { readState, StateFile } from "./watch/state-file.js";
import type { Report } from "./watch/watch-event.js";
import { Watcher, type WatcherOptions } from "./watch/watcher.js";

export type WatchOptions = {
  readonly client: Client;
  /** The account that refutes, or would. */
  readonly account: Hex;
  readonly published: Published;
  /** With it, public requests are answered again and responses spot-checked. */
  readonly lab?: Lab;
  /** The light way: whose cells alone are looked for. */
  readonly contributionId?: bigint;
  readonly demand: Demand;
  readonly report: Report;
  readonly dryRun: boolean;
  /** With it, what running it again contradicts is disputed; where its re-run is published. */
  readonly dispute?: WatcherOptions["dispute"];
  /** Ends when everything there is was looked at, rather than when the signal says so. A failure is then thrown. */
  readonly once: boolean;
  readonly stateFile: string;
  /** Milliseconds between two looks at the chain. */
  readonly pollMs: number;
  readonly spreadMs: number;
  readonly patienceMs: number;
  /** Cells of each model that are trained without. */
  readonly spotCells: number;
  readonly trainingLimitMs: number;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Uniform in 0 … bound − 1. */
  readonly random: (bound: number) => number;
};

export type WatchSummary = {
  /** The block that the chain was followed to. */
  readonly block: number;
  /** Batches and models judged. */
  readonly judged: number;
  readonly wrong: readonly Finding[];
  /** Whether something wrong stands that was not refuted. */
  readonly isWrong: boolean;
  /** Batches and models that could not be judged, mostly because files are missing. */
  readonly missing: number;
};

/** Whoever wants one look does not wait for blocks, only for refutations whose turn comes and trainings that end. */
const ONCE_POLL_MS = 100;

/** Follows a deployment until it is told to stop: a dead node, missing files and a reorganisation are waited out. */
export async function watch(options: WatchOptions): Promise<WatchSummary> {
  const { once, pollMs, random, report, signal } = options;
  const { watcher, spotChecks, file } = await start(options);
  const restMs = once ? Math.min(pollMs, ONCE_POLL_MS) : pollMs;
  let failures = 0;
  while (!signal.aborted) {
    let delayMs = restMs;
    try {
      await watcher.turn();
      failures = 0;
    } catch (error) {
      if (once) throw error;
      const decoded = decodeError(error);
      failures += 1;
      delayMs = backoffMs(failures, random);
      if (decoded instanceof NetworkError)
        report({ event: "disconnected", code: decoded.code, attempt: failures, delayMs });
      else report({ event: "failed", code: decoded.code, detail: decoded.message });
    }
    await file.write(watcher.state);
    if (once && watcher.isIdle) break;
    await setTimeout(delayMs, undefined, { signal }).catch(() => undefined); // the loop's condition tells why
  }
  await spotChecks?.settle();
  const { findings, missing, state } = watcher;
  const { judged, wrong, isWrong } = findings;
  return { block: state.marks.at(-1)?.number ?? 0, judged, wrong, isWrong, missing };
}

async function start(options: WatchOptions) {
  const { client, contributionId, lab, published, report, signal } = options;
  const shelf = new ModelShelf(published);
  const isLight = contributionId !== undefined;
  const way = isLight
    ? `cells of contribution ${String(contributionId)}`
    : lab === undefined
      ? "integers"
      : "everything";
  const state = await readState(options.stateFile, `${client.deployment.addresses.AttributionLedger} ${way}`, report);
  const spotChecks = isLight
    ? undefined
    : new SpotChecks({
        ...{ published, shelf, lab, signal, report },
        count: options.spotCells,
        limitMs: options.trainingLimitMs,
        rerun: options.dispute !== undefined && !options.dryRun,
      });
  const judge = isLight
    ? judgeOwnCells(published, shelf, contributionId)
    : judgeWhole({ deployment: client.deployment, published, shelf, lab });
  const { account, demand, dryRun, spreadMs, patienceMs, nowMs } = options;
  const watcher = new Watcher(
    {
      ...{ client, account, judge, demand, report, dryRun, spreadMs, patienceMs, nowMs },
      ...(spotChecks !== undefined && { spotChecks }),
      ...(options.dispute !== undefined && { dispute: options.dispute }),
    },
    state,
  );
  return { watcher, spotChecks, file: new StateFile(options.stateFile) };
}
