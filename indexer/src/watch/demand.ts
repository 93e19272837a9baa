import type { PostedRecord } from "../replay/ledger.js";

/**
 * Asks on-chain for what a batch was computed from, when its files cannot be had or are not what was signed.
 * @returns "unsupported" where the deployment has no contract for it.
 */
export type Demand = (batch: PostedRecord) => Promise<"asked" | "unsupported">;

/** Without a contract to ask, a person must. */
export const NO_DEMAND: Demand = () => Promise.resolve("unsupported");
