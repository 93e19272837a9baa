import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

import { ethers } from "./chain.js";

/** Who plays in the tests, by name; the first is the deployer, who holds the supply of OPEN. */
const NAMES = [
  "deployer",
  "owner", // of Parameters
  "treasury",
  "curator", // owner of the Datanets
  "trainer",
  "alice", // contributors
  "bob",
  "carol",
  "payer",
  "host",
  "attestor1",
  "attestor2",
  "attestor3",
  "mallory", // who tries
] as const;

type Accounts = Readonly<Record<(typeof NAMES)[number], HardhatEthersSigner>>;

export async function namedAccounts(): Promise<Accounts> {
  const signers = await ethers.getSigners();
  return Object.fromEntries(NAMES.map((name, i) => [name, signers[i]!])) as Accounts;
}
