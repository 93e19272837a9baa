import type { Verdict } from "./verdict.js";

/** Which batch something is told of. */
export type BatchName = { readonly batchId: string; readonly modelId: bigint; readonly bucket: bigint };

/** Which batch or model. */
export type SubjectName = BatchName | { readonly modelId: bigint };

/** Which row of a batch, or which model. */
export type DisputableName = (BatchName & { readonly row: number }) | { readonly modelId: bigint };

/** Everything a watcher tells while it runs: logs and metrics are made of nothing else. */
export type WatchEvent =
  | { readonly event: "started"; readonly account: string; readonly dryRun: boolean; readonly metricsPort?: number }
  /** The chain was read up to a block. */
  | { readonly event: "followed"; readonly block: number; readonly open: number; readonly missing: number }
  /** Blocks after `block` are no longer the chain's: what was found in them is forgotten. */
  | { readonly event: "reorganised"; readonly block: number }
  | { readonly event: "disconnected"; readonly code: string; readonly attempt: number; readonly delayMs: number }
  /** A turn failed for another reason than the network. The next one tries again. */
  | { readonly event: "failed"; readonly code: string; readonly detail: string }
  | ({ readonly event: "judged"; readonly verdict: Verdict } & BatchName)
  | { readonly event: "spotChecked"; readonly modelId: bigint; readonly verdict: Verdict }
  /** A published file cannot be had, or is not what its name says: told once per batch or model and file. */
  | { readonly event: "missing"; readonly subject: string; readonly uri: string; readonly code: string }
  | ({ readonly event: "demanded"; readonly outcome: "asked" | "unsupported" } & BatchName)
  /** It will be refuted after `delayMs`, unless somebody else does. */
  | ({ readonly event: "scheduled"; readonly proof: string; readonly delayMs: number } & SubjectName)
  | ({ readonly event: "wouldRefute"; readonly proof: string } & SubjectName)
  | ({ readonly event: "refuted"; readonly proof: string; readonly droppedBatches?: bigint } & SubjectName)
  /** Somebody else was faster: nothing was paid. */
  | ({ readonly event: "overtaken"; readonly proof: string } & SubjectName)
  /** The proof would revert, or cannot be paid for; it is tried again. */
  | ({ readonly event: "refused"; readonly proof: string; readonly detail: string } & SubjectName)
  /** Running it again contradicts it, and nobody told this watcher to dispute. */
  | ({ readonly event: "disputable" } & DisputableName)
  /** A dispute of this account about it is open. */
  | ({ readonly event: "disputed"; readonly disputeId: bigint } & DisputableName)
  | { readonly event: "settled"; readonly disputeId: bigint; readonly outcome: bigint }
  /** What brings a dispute further was refused; it is tried again. */
  | { readonly event: "stuck"; readonly disputeId: bigint; readonly detail: string }
  /** Its window ended before its files were there. */
  | ({ readonly event: "unchecked" } & BatchName)
  /** The file of what was judged could not be read: everything is judged again. */
  | { readonly event: "forgotten"; readonly detail: string };

export type Report = (event: WatchEvent) => void;
