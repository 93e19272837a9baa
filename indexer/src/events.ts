/** The contracts of a deployment, by the names the SDK gives them. */
export type ContractName =
  | "token"
  | "parameters"
  | "staking"
  | "datanets"
  | "contributions"
  | "review"
  | "models"
  | "vault"
  | "ledger"
  | "prover";

/** One decoded event log. `args` are by name: bigint, string, boolean, or structs and arrays of them. */
export type ChainEvent = {
  readonly contract: ContractName;
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly blockNumber: number;
  readonly logIndex: number;
  readonly transactionHash: string;
};

/** Reads typed arguments of an event; an argument that is missing or of another type is an error, never a default. */
export class Args {
  readonly #event: ChainEvent;

  constructor(event: ChainEvent) {
    this.#event = event;
  }

  bigint(name: string): bigint {
    const value = this.#value(name);
    if (typeof value !== "bigint") throw new EventArgumentError(this.#event, name, "bigint", value);
    return value;
  }

  string(name: string): string {
    const value = this.#value(name);
    if (typeof value !== "string") throw new EventArgumentError(this.#event, name, "string", value);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.#value(name);
    if (typeof value !== "boolean") throw new EventArgumentError(this.#event, name, "boolean", value);
    return value;
  }

  #value(name: string): unknown {
    return this.#event.args[name];
  }
}

export class EventArgumentError extends Error {
  readonly code = "EVENT_ARGUMENT";

  constructor(event: ChainEvent, name: string, expected: string, value: unknown) {
    super(
      `${event.contract}.${event.event} (block ${String(event.blockNumber)}, log ${String(event.logIndex)}): ` +
        `expected ${name} to be a ${expected}, got ${typeof value}. The ABI and the chain do not belong together.`,
    );
  }
}
