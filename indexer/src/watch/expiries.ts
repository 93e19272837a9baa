import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { expireRequest } from "../../../sdk/src/actions/expire-request.js";
import type { Client } from "../../../sdk/src/client.js";
import { dataItemStruct } from "../../../sdk/src/data-item.js";
import { taken } from "../../../sdk/src/given.js";
import { read } from "../../../sdk/src/read.js";
import { simulate } from "../../../sdk/src/simulate.js";
import { postedBatch } from "../batch-context.js";
import { type OpenRequest, openRequests } from "../open-requests.js";
import type { World } from "../replay.js";
import { refusalOf } from "./attempt.js";
import { staggerMs } from "./stagger.js";
import { WaitingList } from "./waiting-list.js";
import type { BatchName, Report } from "./watch-event.js";

type Options = {
  readonly client: Client;
  readonly account: Hex;
  readonly dryRun: boolean;
  readonly report: Report;
  readonly spreadMs: number;
  readonly nowMs: () => number;
};

/** The name of the proof in the logs of the contract. */
const PROOF = "withheld";

/** Somebody else's transaction stands before ours in the pool. */
const GONE = new Set(["DataNotAsked", "DataRequestVoid", "LedgerUnknownBatch"]);

/**
 * Drops batches of which a piece was demanded and not shown in time, whoever demanded it. What waits is found in the chain's logs at every
 * turn, so nothing of it is kept over a restart.
 */
export class Expiries {
  readonly #options: Options;
  readonly #waiting = new WaitingList<OpenRequest>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether each was tried at least once. */
  get isTried(): boolean {
    return this.#options.dryRun || this.#waiting.isTried;
  }

  /**
   * Looks for what is overdue.
   * @param now Unix seconds, of the newest block.
   * @returns the batches that were not found before.
   */
  look(world: World, now: bigint): readonly BatchName[] {
    const overdue = firstOverdue(world, now);
    const found = [...overdue].filter(([id]) => !this.#waiting.has(id)).map(([, each]) => each);
    this.#waiting.keep((id) => overdue.has(id));
    for (const each of found) this.#put(world, each, now);
    return found.map(nameOf);
  }

  /** Drops those whose time has come. Throws NetworkError. */
  async turn(): Promise<void> {
    if (this.#options.dryRun) return;
    for (const each of this.#waiting.take(this.#options.nowMs())) await this.#expire(each);
  }

  #put({ ledger }: World, request: OpenRequest, now: bigint): void {
    const { account, dryRun, nowMs, report, spreadMs } = this.#options;
    const { requestId } = request.request;
    const remainingMs = Number(ledger.finalAt(request.record) - now) * 1000;
    const delayMs = staggerMs(account, requestId as Hex, { spreadMs, remainingMs });
    this.#waiting.put(requestId, request, nowMs() + delayMs);
    if (dryRun) report({ event: "wouldRefute", ...nameOf(request), proof: PROOF });
    else report({ event: "scheduled", ...nameOf(request), proof: PROOF, delayMs });
  }

  async #expire(each: OpenRequest): Promise<void> {
    const { client, report } = this.#options;
    const { record, request } = each;
    const told = { ...nameOf(each), proof: PROOF };
    const [posted, { item }] = [postedBatch(record), request];
    const isOpen = async (): Promise<boolean> => {
      const { asker } = await read("availability", () => client.availability.requestOf(request.requestId));
      const standing = await read("ledger", () => client.ledger.batchOf(record.batch.modelId, record.batch.bucket));
      return BigInt(asker) !== 0n && standing.id === record.id;
    };
    if (!(await isOpen())) return report({ event: "overtaken", ...told });
    let droppedBatches = 0n;
    const refusal = await refusalOf(async () => {
      const call = client.availability.expire.populateTransaction(taken(posted), dataItemStruct(item));
      await simulate(client, "availability", call);
      ({ droppedBatches } = await expireRequest(client, { posted, item }));
    });
    if (refusal === undefined) report({ event: "refuted", ...told, droppedBatches });
    else if (GONE.has(refusal.name) || !(await isOpen())) report({ event: "overtaken", ...told });
    else report({ event: "refused", ...told, detail: refusal.detail });
  }
}

/** Of each model the oldest batch's: its successors fall with it. By request id. */
function firstOverdue(world: World, now: bigint): ReadonlyMap<string, OpenRequest> {
  const models = [...world.registries.models.keys()].filter((modelId) => !world.registries.fallen.has(modelId));
  const first = models.flatMap((modelId) => openRequests(world, modelId, now).overdue.slice(0, 1));
  return new Map(first.map((each) => [each.request.requestId, each]));
}

function nameOf({ record: { id, batch } }: OpenRequest): BatchName {
  return { batchId: id, modelId: batch.modelId, bucket: batch.bucket };
}
