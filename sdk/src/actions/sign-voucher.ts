import { signerOf, type Client } from "../client.js";
import type { VoucherStruct } from "../structs.js";
import { signTypedData } from "../typed-data.js";

export type SignedVoucher = { readonly voucher: VoucherStruct; readonly signature: string };

/** Signs everything owed so far on one channel. The account must be the voucher's payer; a later voucher replaces an earlier one. */
export async function signVoucher(client: Client, voucher: VoucherStruct): Promise<SignedVoucher> {
  const signature = await signTypedData(signerOf(client), {
    deployment: client.deployment,
    name: "Voucher",
    value: voucher,
  });
  return { voucher, signature };
}
