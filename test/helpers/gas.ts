import type { ContractTransactionResponse } from "ethers";
import hre from "hardhat";

/** `it` for what asserts gas: instrumented code costs more, so such tests are left out of a coverage run. */
export const itMeasures = hre.globalOptions.coverage ? it.skip : it;

/** What a transaction took. */
export async function gasOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  return Number((await (await sent).wait())!.gasUsed);
}
