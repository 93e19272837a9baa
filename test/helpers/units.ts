import { parseEther } from "ethers";

/** OPEN in token base units. */
export function open(amount: string | number): bigint {
  return parseEther(amount.toString());
}

export const MINUTE = 60n;
export const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;
