import type { Earner } from "./earners.js";
import type { DemoResult } from "./report.js";

/** What `reports/demo/summary.json` holds. Amounts are decimal strings in token base units. */
export function summaryOf(result: DemoResult, earners: readonly Earner[]) {
  const { world, model, served, batches, fidelity, report, contributed, reviewed } = result;
  const claimed = world.ledger.claimed.total();
  return {
    format: "openledger-demo-v1",
    datanets: result.datanets.size,
    contributors: new Set(contributed.map(({ account }) => account)).size,
    contributions: contributed.length,
    refused: reviewed.refused,
    voidChunks: reviewed.voidChunks,
    cells: model.trainingSet.cells.length,
    receipts: served.length,
    batchesFinal: batches.length,
    batchesRefuted: world.ledger.posted.filter(({ fate }) => fate === "refuted").length,
    refutedBy: result.refutations.map(({ proof }) => proof),
    feesPaid: String(world.vault.feesPaid),
    contributorsPaid: String(contributorsPart(result)),
    claimed: String(claimed),
    unclaimed: String(earners.reduce((sum, { earned, claimed: taken }) => sum + earned - taken, 0n)),
    slashBurnt: String(world.staking.burnt),
    bounty: String(world.staking.bounties),
    choicesRight: result.choicesRight,
    looSpearman: fidelity["response-int8"].looSpearman,
    lds: fidelity["response-int8"].lds,
    sourceFirst: fidelity["response-int8"].sourceFirst,
    sourceInTopThree: fidelity["response-int8"].sourceInTopThree,
    baselines: {
      "gradient-dot": fidelity["gradient-dot"],
      "tf-idf": fidelity["tf-idf"],
      random: fidelity.random,
    },
    auditMatches: report.matches,
    auditCompared: report.checks.reduce((sum, { compared }) => sum + compared, 0),
    roots: {
      versions: [...world.registries.versions.values()].map(({ root }) => root),
      seed: model.seed,
      weights: [...world.registries.models.values()].map(({ manifest }) => manifest.weightsHash),
      responses: [...world.registries.models.values()].map(({ manifest }) => manifest.responseRoot),
      rows: batches.map(({ batch }) => batch.rowRoot),
      earnings: batches.map(({ batch }) => batch.earningsRoot),
    },
    seconds: result.seconds,
  };
}

/** What the vault set aside for contributors. The statements must give the same: paid = claimed + unclaimed. */
function contributorsPart({ world, model }: DemoResult): bigint {
  return [...world.vault.buckets.values()]
    .filter(({ modelId, closed }) => closed && modelId === model.modelId)
    .reduce((sum, { contributorsPart: part }) => sum + part, 0n);
}
