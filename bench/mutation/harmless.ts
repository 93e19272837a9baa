import type { Mutant } from "./operators.js";

/** Mutants that no test can kill, because nobody can tell them from the original but by their gas: each looked at by hand. */
const HARMLESS: readonly (Pick<Mutant, "file" | "operator"> & { readonly line: string; readonly why: string })[] = [
  {
    file: "contracts/libraries/StakingRewardLib.sol",
    operator: "branch never taken",
    line: "if (!active.slashed) return (rewardPerTokenWad, 0);",
    why: "A short cut: in a pool that was never slashed a share is a token, and the general formula pays everybody the same.",
  },
  {
    file: "contracts/attribution/LedgerClaims.sol",
    operator: "branch never taken",
    line: "if (amount == 0) continue;",
    why: "A skipped item adds nothing to what is due either way; its neighbours of one owner would be paid the same in two transfers.",
  },
  {
    file: "contracts/libraries/VectorLib.sol",
    operator: "<= to <",
    line: "if (lanes <= BLOCK_LANES) return keccak256(new bytes(lanes));",
    why: "Of exactly one block, what follows gives the same hash: the last block is a full one, and no level is climbed.",
  },
];

/** Why a mutant changes nothing; undefined where nobody has shown that. */
export function whyHarmless({ file, operator, before }: Mutant): string | undefined {
  return HARMLESS.find((each) => each.file === file && each.operator === operator && before.trim() === each.line)?.why;
}
