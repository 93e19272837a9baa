/** How far random plays go: `short` where every call is slow and only lines are counted, `long` by night. See hardhat.config.ts. */
export const SCALE = process.env["OPENLEDGER_FUZZ"];
