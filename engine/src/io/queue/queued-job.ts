import type { JobWithMetadata } from "pg-boss";

import type { Hex } from "../../core/hash/hex.js";

/** A training as its queue knows it. */
export type QueuedJob = {
  readonly training: Hex;
  readonly state: "waiting" | "active" | "done" | "failed";
  /** Runs that were begun after the first. */
  readonly retries: number;
  /** Of the last run, once it is done. */
  readonly seconds: number | undefined;
  /** What went wrong the last time, if it did. */
  readonly failure: string | undefined;
};

const STATES = {
  created: "waiting",
  retry: "waiting",
  active: "active",
  completed: "done",
  cancelled: "failed",
  failed: "failed",
} as const;

/** @param rows oldest first: of several for one training the last counts. */
export function latestOfEach(rows: readonly JobWithMetadata[]): QueuedJob[] {
  return [...new Map(rows.map((row) => [row.singletonKey, row])).values()].map((row) => ({
    training: row.singletonKey as Hex,
    state: STATES[row.state],
    retries: row.retryCount,
    seconds: row.state === "completed" ? (row.completedOn!.getTime() - row.startedOn.getTime()) / 1000 : undefined,
    failure: row.state === "completed" ? undefined : failureText(row.output),
  }));
}

/** A failure as our workers write it, or as pg-boss does where a worker was not heard of again. */
function failureText(output: unknown): string | undefined {
  if (typeof output !== "object" || output === null) return undefined;
  const { code, message, value } = output as { code?: unknown; message?: unknown; value?: { message?: unknown } };
  const text = [code, message ?? value?.message].filter((part) => typeof part === "string").join(": ");
  return text === "" ? JSON.stringify(output) : text;
}
