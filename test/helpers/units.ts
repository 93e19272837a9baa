import { parseEther } from "ethers";

/** OPEN in token base units. */
export function open(amount: string | number): bigint {
  return parseEther(amount.toString());
}

/** In seconds. */
export const DAY = 86_400n;
