import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { hashWords } from "../../../engine/src/core/hash/words.js";
import { refuteManifest } from "../../../sdk/src/actions/refute-manifest.js";
import type { Client } from "../../../sdk/src/client.js";
import { decodeError, NetworkError } from "../../../sdk/src/errors.js";
import { read } from "../../../sdk/src/read.js";
import type { RefutableManifestFault } from "./judge-manifest.js";
import { staggerMs } from "./stagger.js";
import type { Report } from "./watch-event.js";

type Waiting = { readonly fault: RefutableManifestFault; readonly dueMs: number; readonly isTried: boolean };

type Options = {
  readonly client: Client;
  readonly account: Hex;
  readonly dryRun: boolean;
  readonly report: Report;
  readonly spreadMs: number;
  readonly nowMs: () => number;
};

const RETRY_MS = 30_000;

/** Lets models with a wrong manifest fall, each watcher in its own time. */
export class ModelRefutations {
  readonly #options: Options;
  readonly #waiting = new Map<bigint, Waiting>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether each was tried at least once. */
  get isTried(): boolean {
    return this.#options.dryRun || [...this.#waiting.values()].every(({ isTried }) => isTried);
  }

  put(modelId: bigint, fault: RefutableManifestFault): void {
    const { account, dryRun, nowMs, report, spreadMs } = this.#options;
    const told = { modelId, proof: fault.proof };
    const delayMs = staggerMs(account, hashWords([modelId]), { spreadMs, remainingMs: Infinity });
    this.#waiting.set(modelId, { fault, dueMs: nowMs() + delayMs, isTried: false });
    if (dryRun) report({ event: "wouldRefute", ...told });
    else report({ event: "scheduled", ...told, delayMs });
  }

  /** Lets go of models that are no longer there to fall, and refutes those that are due. Throws NetworkError. */
  async turn(fallen: { readonly has: (modelId: bigint) => boolean }): Promise<void> {
    for (const [modelId, { fault, dueMs }] of this.#waiting) {
      if (fallen.has(modelId)) this.#waiting.delete(modelId);
      else if (!this.#options.dryRun && dueMs <= this.#options.nowMs()) await this.#refute(modelId, fault);
    }
  }

  forget(): void {
    this.#waiting.clear();
  }

  async #refute(modelId: bigint, fault: RefutableManifestFault): Promise<void> {
    const { client, nowMs, report } = this.#options;
    const told = { modelId, proof: fault.proof };
    this.#waiting.set(modelId, { fault, dueMs: nowMs() + RETRY_MS, isTried: true });
    const hasFallen = async (): Promise<boolean> =>
      (await read("models", () => client.models.recordOf(modelId))).fellAt !== 0n;
    if (await hasFallen()) return report({ event: "overtaken", ...told });
    try {
      await refuteManifest(client, fault);
      report({ event: "refuted", ...told });
    } catch (error) {
      const decoded = decodeError(error);
      if (decoded instanceof NetworkError) throw decoded;
      if (await hasFallen()) report({ event: "overtaken", ...told });
      else report({ event: "refused", ...told, detail: decoded.message });
    }
  }
}
