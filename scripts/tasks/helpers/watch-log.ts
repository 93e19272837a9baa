import { destination, pino } from "pino";

import type { DisputableName, Report, WatchEvent } from "../../../indexer/src/watch/watch-event.js";

type Level = "info" | "warn" | "error";

/** How loud each event is. What a person must act on is an error. */
const LEVELS: { readonly [E in WatchEvent["event"]]: Level } = {
  started: "info",
  followed: "info",
  reorganised: "warn",
  disconnected: "warn",
  failed: "error",
  judged: "info",
  spotChecked: "info",
  missing: "warn",
  demanded: "info",
  scheduled: "info",
  wouldRefute: "warn",
  refuted: "info",
  overtaken: "info",
  refused: "error",
  disputable: "error",
  disputed: "info",
  settled: "info",
  stuck: "warn",
  unchecked: "error",
  forgotten: "warn",
};

/** What a person is told about things that no transaction mends. */
const ADVICE = {
  disputable: "running it again gives other bytes, which no contract sees",
  unprovable: "wrong, and nothing shows it on-chain: warn its attestors, let no successor be built on it",
} as const;

/** Writes events to stderr, one JSON document a line. There is nothing secret in them: no keys, no texts. */
export function watchLog(): Report {
  const log = pino({ base: null, timestamp: isoTime }, destination({ fd: 2, sync: true }));
  return (told) => {
    const { event, ...fields } = told;
    const advice = "verdict" in told ? ADVICE[told.verdict.kind as keyof typeof ADVICE] : undefined;
    const isUnsupported = event === "demanded" && told.outcome === "unsupported";
    const level = advice !== undefined ? "error" : isUnsupported ? "warn" : LEVELS[event];
    const message =
      told.event === "disputable"
        ? `dispute it: ${disputeCommand(told)}`
        : (advice ?? (isUnsupported ? "no contract can be asked for its files" : event));
    log[level](plain({ event, ...fields }), message);
  };
}

/** What a person types who wants to dispute it. */
function disputeCommand(name: DisputableName): string {
  const where = "row" in name ? ` --bucket ${String(name.bucket)} --row ${String(name.row)}` : "";
  return `npx hardhat dispute open --model ${String(name.modelId)}${where}`;
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}

/** Bigints are decimal strings: they can pass 2⁵³. */
function plain(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "bigint" ? String(value) : value,
    ]),
  );
}
