import { deposit } from "../../sdk/src/actions/deposit.js";
import { stake } from "../../sdk/src/actions/stake.js";
import type { DemoChain } from "./chain.js";

/** One OPEN in token base units. */
const OPEN = 10n ** 18n;
const ATTESTOR_STAKE = 15_000n * OPEN;
const PAYER_FUNDS = 1_000n * OPEN;
const TRAINER_FUNDS = 5_000n * OPEN;
const RESERVE = 200n * OPEN;

/** Hands OPEN to those who need it, stakes the attestors, fills the reserves of the two payers who use vouchers. */
export async function fundAndStake(chain: DemoChain): Promise<void> {
  const { deployer, trainer, payers, attestors, host } = chain.cast;
  const bank = chain.as(deployer).token;
  await (await bank.transfer(trainer, TRAINER_FUNDS)).wait();
  for (const payer of payers) await (await bank.transfer(payer, PAYER_FUNDS)).wait();
  for (const attestor of attestors) {
    await (await bank.transfer(attestor, ATTESTOR_STAKE)).wait();
    await stake(chain.as(attestor), { role: "attestor", amount: ATTESTOR_STAKE });
  }
  for (const payer of payers.slice(1)) await deposit(chain.as(payer), { payee: host.address, amount: RESERVE });
}
