import { DATA_KINDS, type DataItem } from "../../engine/src/core/audit/data-item.js";

/** An item as the contracts take it: the kind by its number in their enum. */
export function dataItemStruct({ kind, index, part }: DataItem) {
  return { kind: BigInt(DATA_KINDS.indexOf(kind)), index, part };
}

/** An item as the contracts' events show it. */
export function parseDataItem(item: {
  readonly kind: bigint;
  readonly index: bigint;
  readonly part: bigint;
}): DataItem {
  return { kind: DATA_KINDS[Number(item.kind)]!, index: Number(item.index), part: Number(item.part) };
}
