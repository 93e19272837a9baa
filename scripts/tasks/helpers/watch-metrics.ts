import { Counter, Gauge, Registry } from "prom-client";

import type { Report } from "../../../indexer/src/watch/watch-event.js";

/** Counts events for Prometheus. `docs/watching.md` says what each is for. */
export function watchMetrics(): { readonly registry: Registry; readonly report: Report } {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name: `openledger_watch_${name}`, help, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `openledger_watch_${name}_total`, help, labelNames, registers });

  const block = gauge("block", "Block that the chain was followed to");
  const lastTurn = gauge("last_turn_seconds", "Unix time of the last look at the chain that succeeded");
  const open = gauge("open_batches", "Batches that can still be refuted");
  const missing = gauge("missing", "Batches and models that cannot be judged, mostly because files are missing");
  const disconnected = gauge("disconnected", "Failures in a row to reach the node");
  const verdicts = counter("verdicts", "Batches and models judged", ["subject", "kind"]);
  const refutations = counter("refutations", "Attempts to refute", ["proof", "outcome"]);
  const others = counter("events", "Everything else that was logged", ["event"]);

  const report: Report = (told) => {
    switch (told.event) {
      case "followed":
        block.set(told.block);
        lastTurn.setToCurrentTime();
        open.set(told.open);
        missing.set(told.missing);
        disconnected.set(0);
        break;
      case "disconnected":
        disconnected.set(told.attempt);
        break;
      case "judged":
        verdicts.inc({ subject: "batch", kind: told.verdict.kind });
        break;
      case "spotChecked":
        verdicts.inc({ subject: "model", kind: told.verdict.kind });
        break;
      case "wouldRefute":
      case "refuted":
      case "overtaken":
      case "refused":
        refutations.inc({ proof: told.proof, outcome: told.event });
        break;
      default:
        others.inc({ event: told.event });
    }
  };
  return { registry, report };
}
