import type { Vote } from "../../../sdk/src/vote-hash.js";
import { idOption, wordOption } from "./parse-options.js";

/** The options of a verb about a dispute that is open. */
export type DisputeOptions = { readonly dispute: string | undefined };

export const disputeOption = ({ dispute }: DisputeOptions): bigint => idOption("dispute", dispute);

/** What a panel or governance says of what stands. */
export const verdictOption = (value: string | undefined): Vote["verdict"] =>
  wordOption("verdict", value, { allowed: ["upheld", "refuted"] });
