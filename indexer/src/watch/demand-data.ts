import type { DataItem } from "../../../engine/src/core/audit/data-item.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { hashWords } from "../../../engine/src/core/hash/words.js";
import { requestData } from "../../../sdk/src/actions/request-data.js";
import type { Client } from "../../../sdk/src/client.js";
import { OpenLedgerRevert } from "../../../sdk/src/open-ledger-revert.js";
import type { Demand } from "./demand.js";

/**
 * Demands the first piece of a batch's bundle and one of its rows from DataAvailability, paying both answers. Which row depends on who
 * asks: signers who have nothing behind their row root cannot prepare for it. What another watcher has asked for is not asked again.
 */
export function demandData(client: Client, account: Hex): Demand {
  return async ({ id, batch, signers }) => {
    const row = Number(BigInt(hashWords([account, id as Hex])) % BigInt(batch.rowCount));
    const items: readonly DataItem[] = [
      { kind: "piece", index: 0, part: 0 },
      { kind: "row", index: row, part: 0 },
    ];
    for (const item of items) {
      try {
        await requestData(client, { posted: { batch, signers }, item });
      } catch (error) {
        if (!(error instanceof OpenLedgerRevert && error.errorName === "DataAlreadyAsked")) throw error;
      }
    }
    return "asked";
  };
}
