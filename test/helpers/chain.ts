import { network } from "hardhat";

/** The one in-process chain that a test run shares; fixtures roll it back. */
export const { ethers, networkHelpers, ignition } = await network.create();

export const { loadFixture, mine, time } = networkHelpers;
