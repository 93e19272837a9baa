import type { ContractTransactionResponse } from "ethers";

/** One line of the gas table. Gas a transaction, or a part of one where the operation says "each". */
export type GasRow = {
  readonly operation: string;
  readonly gas: number;
  /** What the project promises at most; null where nothing was promised. */
  readonly ceiling: number | null;
  /** What peers pay for the like, in words; null where nobody does it. */
  readonly peer: string | null;
};

export type Promised = Partial<Pick<GasRow, "ceiling" | "peer">>;

export function gasRow(operation: string, gas: number, { ceiling = null, peer = null }: Promised = {}): GasRow {
  return { operation, gas: Math.round(gas), ceiling, peer };
}

/** What a sent transaction took. */
export async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  return Number((await (await sent).wait())!.gasUsed);
}
