// `npm run bench:refutation`: random honest buckets against every proof, random wrong batches against the watcher. Writes
// bench/results/refutation.json. Options: --buckets N, --corruptions N (of each bucket), --seed TEXT, --json.
import { parseArgs } from "node:util";

import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { play } from "./play.js";

const { values } = parseArgs({
  options: {
    buckets: { type: "string", default: "2000" },
    corruptions: { type: "string", default: "4" },
    seed: { type: "string", default: "refutation" },
    json: { type: "boolean", default: false },
  },
});

const tally = await play(
  { seed: values.seed, buckets: Number(values.buckets), corruptions: Number(values.corruptions) },
  ({ honestTried, corruptTried, missed, falseRefutations }) => {
    if (honestTried % 50 === 0) {
      console.error(
        `${String(honestTried)}/${values.buckets} buckets, ${String(corruptTried)} wrong batches, ${String(missed)} missed, ${String(falseRefutations)} false`,
      );
    }
  },
);
const results = {
  format: "openledger-refutation-v1",
  command: "npm run bench:refutation",
  seed: values.seed,
  ...tally,
};
await writeAtomically("bench/results/refutation.json", Buffer.from(`${JSON.stringify(results, undefined, 2)}\n`));
if (values.json) console.log(JSON.stringify(results));
else console.error(`${String(tally.missed)} missed, ${String(tally.falseRefutations)} false refutations`);
process.exit(tally.missed + tally.falseRefutations === 0 ? 0 : 1); // the in-process chain would keep the process alive
