// `npm run bench:mutation`: how many small faults in the contracts the tests notice. Resumes what a killed run left: results are
// written after every mutant. What survived, unexplained, is tried again: there may be new tests. Options: --mutants N, --workers N,
// --fresh, --json.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";

import { keccakText } from "../../engine/src/core/hash/keccak.js";
import { compareText } from "../../engine/src/core/order.js";
import { writeAtomically } from "../../engine/src/io/store/write-atomically.js";
import { type Mutant, mutantsOf } from "./operators.js";
import { whyHarmless } from "./harmless.js";
import { nearTests, targets } from "./targets.js";
import { contractTests, type Fate, Workshop } from "./workshop.js";

const RESULTS = path.join("bench", "results", "mutation.json");

type Tried = Mutant & { readonly fate: Fate; readonly why?: string };
type Results = { readonly format: string; mutants: number; killed: number; tried: Tried[] };

const { values } = parseArgs({
  options: {
    mutants: { type: "string", default: "240" },
    workers: { type: "string", default: "2" },
    fresh: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const chosen = await choose(Number(values.mutants));
const before = values.fresh ? undefined : await previous();
const tried = new Map((before?.tried ?? []).map((each) => [keyOf(each), each]));
const open = chosen.filter((mutant) => isOpen(mutant, tried.get(keyOf(mutant))));
const tests = await contractTests();
console.error(`${String(chosen.length)} mutants, ${String(open.length)} to try`);

const workshops = await Promise.all(
  Array.from({ length: Number(values.workers) }, (_, i) =>
    Workshop.open(path.join(".bootstrap", "mutants", String(i))),
  ),
);
if (!(await workshops[0]?.isSound())) throw new Error("The tests fail without a mutant. Mend that first.");
await Promise.all(
  workshops.map(async (workshop) => {
    for (let mutant = open.shift(); mutant !== undefined; mutant = open.shift()) {
      const near = nearTests(mutant.file, tests);
      const fate = await workshop.try(mutant, { near, far: tests.filter((test) => !near.includes(test)) });
      tried.set(keyOf(mutant), withWhy({ ...mutant, fate }));
      console.error(
        `${fate.padEnd(9)} ${mutant.file}:${String(mutant.line)} ${mutant.operator} (${String(open.length)} left)`,
      );
      await save();
    }
    await workshop.close();
  }),
);
const results = await save();
if (values.json) console.log(JSON.stringify(results));
else console.error(`${String(results.killed)} of ${String(results.mutants)} killed`);

/** Evenly over the sources by their number of places, in an order that no hand has picked. */
async function choose(count: number): Promise<Mutant[]> {
  const all = await Promise.all(targets().map(async (file) => mutantsOf(file, await readFile(file, "utf8"))));
  return all
    .flat()
    .sort((a, b) => compareText(keccakText(keyOf(a)), keccakText(keyOf(b))))
    .slice(0, count);
}

function isOpen(mutant: Mutant, before: Tried | undefined): boolean {
  return before === undefined || (before.fate === "survived" && whyHarmless(mutant) === undefined);
}

/** With the reason, where a mutant that survived changes nothing anyone could see. */
function withWhy(each: Tried): Tried {
  const why = each.fate === "survived" ? whyHarmless(each) : undefined;
  return why === undefined ? each : { ...each, why };
}

function keyOf({ file, operator, before: text, after }: Mutant): string {
  return [file, operator, text, after].join("\n");
}

async function previous(): Promise<Results | undefined> {
  try {
    return JSON.parse(await readFile(RESULTS, "utf8")) as Results;
  } catch {
    return undefined;
  }
}

async function save(): Promise<Results> {
  const alive = chosen.flatMap((mutant) => tried.get(keyOf(mutant)) ?? []).map(withWhy);
  const counted = alive.filter(({ fate }) => fate !== "stillborn");
  const made: Results = {
    format: "openledger-mutation-v1",
    mutants: counted.length,
    killed: counted.filter(({ fate }) => fate === "killed").length,
    tried: alive,
  };
  await writeAtomically(RESULTS, Buffer.from(`${JSON.stringify(made, undefined, 2)}\n`));
  return made;
}
