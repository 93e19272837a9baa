import { network } from "hardhat";

/**
 * The one in-process chain that a test run shares; fixtures roll it back. The limit is the default, said explicitly: without it a
 * coverage run has none, blocks count as overfull, and the base fee outgrows what transactions were prepared with.
 */
export const { ethers, networkHelpers, ignition } = await network.create({ override: { blockGasLimit: 60_000_000n } });

export const { loadFixture, mine, time } = networkHelpers;
