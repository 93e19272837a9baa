import type { ChainEvent, ChainEventOf } from "../../../sdk/src/chain-event.js";

export type RequestRecord = ChainEventOf<"availability", "DataRequested">["args"] & {
  readonly blockNumber: number;
  fate: "open" | "answered" | "expired" | "reclaimed";
};

type CountRecord = ChainEventOf<"availability", "WithholdingCounted">["args"];

/** Demands for data and what became of them, from DataAvailability's events alone. Token base units. */
export class AvailabilityReplay {
  /** By request id, the last of each: one that was returned can be asked for again. */
  readonly requests = new Map<string, RequestRecord>();
  /** By signer, the last of each. */
  readonly counted = new Map<string, CountRecord>();

  apply(event: ChainEvent): void {
    if (event.contract !== "availability") return;
    switch (event.event) {
      case "DataRequested":
        this.requests.set(event.args.requestId, { ...event.args, blockNumber: event.blockNumber, fate: "open" });
        break;
      case "DataAnswered":
        this.#end(event.args.requestId, "answered");
        break;
      case "DataExpired":
        this.#end(event.args.requestId, "expired");
        break;
      case "DataReclaimed":
        this.#end(event.args.requestId, "reclaimed");
        break;
      case "WithholdingCounted":
        this.counted.set(event.args.signer, event.args);
        break;
    }
  }

  /** In the order they were asked. */
  open(): readonly RequestRecord[] {
    return [...this.requests.values()].filter(({ fate }) => fate === "open");
  }

  #end(requestId: string, fate: RequestRecord["fate"]): void {
    this.requests.get(requestId)!.fate = fate;
  }
}
