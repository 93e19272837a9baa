import type { ContractTransactionResponse } from "ethers";

import type { DataAnswer } from "../../../engine/src/core/audit/answer-item.js";
import { type Client, signerOf } from "../client.js";
import { interfaceOf } from "../contracts.js";
import { eventIn, type EventArgs } from "../events.js";
import { send } from "../send.js";

/** Shows a requested item, as the engine's `answerItem` gives it, and takes the fee. Throws {@link OpenLedgerRevert}. */
export async function answerData(
  client: Client,
  answer: DataAnswer,
): Promise<EventArgs<"availability", "DataAnswered">> {
  // The engine gives the arguments in the contract's order; readonly lists are all that keeps them from the typed method.
  const data = interfaceOf("availability").encodeFunctionData(answer.method, [...answer.args]);
  const to = client.deployment.addresses.DataAvailability;
  const receipt = await send(
    client,
    "availability",
    () => signerOf(client).sendTransaction({ to, data }) as Promise<ContractTransactionResponse>, // a response, minus the ABI
  );
  return eventIn(client, receipt, "availability", "DataAnswered");
}
