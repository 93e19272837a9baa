// `npm run bench:refutation`: random honest buckets against every proof, random wrong batches against the watcher. Writes
// bench/results/refutation.json. Options: --buckets N, --corruptions N (of each bucket), --large N (buckets of 1,000 receipts or more),
// --large-corruptions N (of each of those), --seed TEXT, --json.
import { parseArgs } from "node:util";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { play } from "./play.js";
import type { Tally } from "./tally.js";

const { values } = parseArgs({
  options: {
    buckets: { type: "string", default: "2400" },
    corruptions: { type: "string", default: "2" },
    large: { type: "string", default: "24" },
    "large-corruptions": { type: "string", default: "2" },
    seed: { type: "string", default: "refutation" },
    json: { type: "boolean", default: false },
  },
});

const progress: Promise<void>[] = [];
const options = {
  seed: values.seed,
  buckets: Number(values.buckets),
  corruptions: Number(values.corruptions),
  large: Number(values.large),
  largeCorruptions: Number(values["large-corruptions"]),
};
const tally = await play(options, (sofar) => {
  if (sofar.honestTried % 50 === 0) progress.push(report(sofar));
});
await Promise.all(progress);
await report(tally);
if (values.json) console.log(JSON.stringify(resultsOf(tally)));
// The in-process chain would keep the process alive.
process.exit(tally.misses.length === 0 ? 0 : 1);

/** Everything counted so far, so that a run that is cut short has results as well. */
async function report(sofar: Tally): Promise<void> {
  const { honestTried, corruptTried, missed, falseRefutations } = sofar;
  console.error(
    `${String(honestTried)} buckets, ${String(corruptTried)} wrong batches, ${String(missed)} missed, ${String(falseRefutations)} false`,
  );
  const json = JSON.stringify(resultsOf(sofar), undefined, 2);
  await writeAtomically("bench/results/refutation.json", Buffer.from(`${json}\n`));
}

function resultsOf(sofar: Tally) {
  const { seed } = options;
  return { format: "openledger-refutation-v2", command: "npm run bench:refutation", seed, ...sofar, gas: sofar.gas };
}
