import { hexlify, randomBytes } from "ethers";

import { signerOf, type Client } from "../client.js";
import { decodeError } from "../errors.js";
import { eventIn, type EventArgs } from "../events.js";
import { OpenLedgerRevert } from "../open-ledger-revert.js";
import { read } from "../read.js";
import { send } from "../send.js";

export type Contribution = {
  readonly datanetId: bigint;
  /** Merkle root of the chunks. */
  readonly root: string;
  readonly chunkCount: number;
  /** SPDX id. */
  readonly licence: string;
  readonly uri: string;
};

export type ContributeOptions = Contribution & {
  /** 32 bytes that hide the root until it is revealed. Default: random. Keep it: an interrupted call goes on with the same salt. */
  readonly salt?: string;
  /** Called once the commitment is mined, before anything is revealed. */
  readonly onCommitted?: (committed: { readonly commitment: string; readonly salt: string }) => void;
};

/**
 * Contributes a dataset: commits, and reveals in a later block. With the salt of an earlier, interrupted call it takes up where that
 * one ended. Throws {@link OpenLedgerRevert}.
 */
export async function contribute(
  client: Client,
  options: ContributeOptions,
): Promise<EventArgs<"contributions", "Contributed">> {
  const { salt = hexlify(randomBytes(32)), onCommitted, ...fields } = options;
  const contribution: Contribution = fields;
  const sender = await signerOf(client).getAddress();
  const commitment = await read("contributions", () => client.contributions.commitmentOf(sender, contribution, salt));
  await commit(client, commitment);
  onCommitted?.({ commitment, salt });

  // The commitment's block is sealed, so whatever is sent now is mined in a later one. Only an estimate made on that very block can
  // still be refused for it.
  const gasLimit = await estimate(client, contribution, salt);
  const receipt = await send(client, "contributions", () =>
    client.contributions.reveal(contribution, salt, { gasLimit }),
  );
  return eventIn(client, receipt, "contributions", "Contributed");
}

async function commit(client: Client, commitment: string): Promise<void> {
  try {
    await send(client, "contributions", () => client.contributions.commit(commitment));
  } catch (error) {
    // An earlier call with this salt came this far.
    if (!(error instanceof OpenLedgerRevert && error.errorName === "ContributionAlreadyCommitted")) throw error;
  }
}

async function estimate(client: Client, contribution: Contribution, salt: string): Promise<bigint> {
  try {
    const gas = await client.contributions.reveal.estimateGas(contribution, salt);
    return (gas * 12n) / 10n; // a fifth more: the state may move before the transaction is mined
  } catch (cause) {
    const error = decodeError(cause, "contributions");
    if (!(error instanceof OpenLedgerRevert && error.errorName === "ContributionCommittedThisBlock")) throw error;

    const calldata = client.contributions.interface.encodeFunctionData("reveal", [contribution, salt]);
    return REVEAL_GAS + BigInt(calldata.length) * GAS_PER_DIGIT;
  }
}

/** More than a reveal costs without its strings, and more than a hex digit of them costs. */
const REVEAL_GAS = 700_000n;
const GAS_PER_DIGIT = 20n;
