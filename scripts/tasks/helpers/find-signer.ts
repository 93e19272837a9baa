import type { Signer } from "ethers";

import { NoSuchAccountError } from "./task-errors.js";

/** A network's accounts, as Hardhat gives them. */
type Account = Signer & { readonly address: string };

/** Chooses an account by its place (from 0) or its address; without a wish, the first. */
export function findSigner(signers: readonly Account[], wanted: string | undefined): Signer {
  const choice = wanted ?? "0";
  const found = /^\d+$/.test(choice)
    ? signers[Number(choice)]
    : signers.find(({ address }) => address.toLowerCase() === choice.toLowerCase());
  if (found !== undefined) return found;
  throw new NoSuchAccountError(
    choice,
    signers.map(({ address }) => address),
  );
}
