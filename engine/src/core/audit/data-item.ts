/** What can be demanded of a batch on-chain; the order is that of contracts/types/DataKind.sol. */
export const DATA_KINDS = ["piece", "row", "query", "earning", "credit"] as const;

export type DataKind = (typeof DATA_KINDS)[number];

/** One piece of a bundle, or the preimage of one leaf behind a signed root; `part` is 0 for kinds without parts. */
export type DataItem = { readonly kind: DataKind; readonly index: number; readonly part: number };

/** Neighbouring items: indexes `from` … `to − 1`, parts 0 … `parts − 1` of each. */
export type DataRange = {
  readonly kind: DataKind;
  readonly from: number;
  readonly to: number;
  readonly parts: number;
};

/** Every item of a range, one after the other: there may be more than anybody wants to pay for. */
export function* itemsIn({ kind, from, to, parts }: DataRange): Generator<DataItem> {
  for (let index = from; index < to; index++) {
    for (let part = 0; part < parts; part++) yield { kind, index, part };
  }
}
