import type { Hex } from "../../engine/src/core/hash/hex.js";
import type { Settlement } from "../../engine/src/core/hash/structs.js";
import type { SettlementRecord } from "./replay/vault.js";

/** A settlement as its event tells it, in the engine's types: addresses and hashes come from the ABI as hex. */
export function settlementOf(record: SettlementRecord): Settlement {
  const { modelId, bucket, sequence, cumulativeBefore, amount, contributorsPart } = record;
  return {
    modelId,
    bucket,
    sequence,
    payer: record.payer as Hex,
    payee: record.payee as Hex,
    cumulativeBefore,
    amount,
    contributorsPart,
    headBefore: record.headBefore as Hex,
    headAfter: record.headAfter as Hex,
  };
}
