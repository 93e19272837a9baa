import { readdirSync } from "node:fs";
import path from "node:path";

/** What is mutated: everything that holds or judges money. */
export function targets(): string[] {
  const folder = (name: string) =>
    readdirSync(path.join("contracts", name))
      .filter((file) => file.endsWith(".sol"))
      .map((file) => path.posix.join("contracts", name, file));
  return [...folder("attribution"), ...folder("inference"), ...folder("staking"), ...folder("libraries")];
}

/** Words in the names of the test files that are tried first on a mutant of a source; all others follow if it survives these. */
export function nearTests(source: string, tests: readonly string[]): string[] {
  const name = path.basename(source, ".sol");
  const near = tests.filter((test) => path.basename(test).startsWith(`${name}.`));
  return near.length > 0
    ? near
    : tests.filter((test) => (NEAR[name] ?? []).some((word) => path.basename(test).startsWith(word)));
}

/** For sources that have no test file of their own name. */
const NEAR: Readonly<Record<string, readonly string[]>> = {
  BountyLib: [
    "Disputes.settle",
    "Staking.slash",
    "AttributionLedger.refute",
    "DataAvailability.expire",
    "ModelRegistry.fall",
  ],
  DisputeClockLib: ["Disputes"],
  DisputePanel: ["Disputes"],
  BatchLib: ["ledger-leaves", "leaves"],
  CellLib: ["ledger-leaves", "leaves"],
  ChunkLib: ["leaves"],
  ClaimAuthorizationLib: ["ledger-leaves", "AttributionLedger.claimMany"],
  ContributionCellsLib: ["leaves"],
  CreditLib: ["ledger-leaves", "leaves"],
  DefaultsLib: ["ModelRegistry.register"],
  DotEvidenceLib: ["ScoreProver", "ManifestProver.weights"],
  EarningLib: ["ledger-leaves"],
  EntryLib: ["leaves"],
  HeadLib: ["money-libraries"],
  LedgerClaims: ["AttributionLedger"],
  LogEntryLib: ["leaves"],
  PairedAmounts: ["AttributionLedger.claim"],
  RowLib: ["ledger-leaves"],
  SettlementLib: ["money-libraries"],
  SharePoolLib: ["Staking"],
  SignatureLib: ["AttributionLedger.post"],
  SplitLib: ["money-libraries", "InferenceVault.close"],
  StakingRewardLib: ["Staking.rewards"],
  TrajectoryLib: ["Disputes.evidence"],
  VoucherLib: ["money-libraries"],
  WiredOnce: ["deployment", "Staking"],
  BlockHashLib: ["DatanetRegistry.seeds"],
};
