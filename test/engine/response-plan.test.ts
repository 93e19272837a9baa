import { expect } from "chai";
import fc from "fast-check";

import { floatsToBytes } from "../../engine/src/core/float-bytes.js";
import { keccak, keccakText } from "../../engine/src/core/hash/keccak.js";
import { encodeSafetensors } from "../../engine/src/core/safetensors.js";
import { decodeTraining, encodeTraining } from "../../engine/src/core/train/kept-training.js";
import type { TrainingPlan } from "../../engine/src/core/train/plan.js";
import { responsePlan, weightsOf } from "../../engine/src/core/train/response-plan.js";
import { decodeResponsePlan, encodeResponsePlan, planHash } from "../../engine/src/core/train/response-plan-json.js";
import { codeOf, smallPlan, utf8 } from "./support.js";

const IDENTITY = { base: keccakText("base"), engine: keccakText("engine") };
const fileOf = (training: TrainingPlan, identity = IDENTITY): string =>
  Buffer.from(encodeResponsePlan(responsePlan(training, identity))).toString();

describe("responsePlan", () => {
  it("lists the whole training and one without each cell", () => {
    const plan = responsePlan({ ...smallPlan(), cellWeights: [1, 2, 1, 0.5] }, IDENTITY);
    expect(plan.jobs.map(({ without }) => without)).to.deep.equal([null, 0, 1, 2, 3]);
    expect(plan.jobs.map((job) => weightsOf(plan, job))).to.deep.equal([
      [1, 2, 1, 0.5],
      [0, 2, 1, 0.5],
      [1, 0, 1, 0.5],
      [1, 2, 0, 0.5],
      [1, 2, 1, 0],
    ]);
  });

  it("names every job differently, and all of them otherwise once anything differs that they depend on", () => {
    const plain = smallPlan();
    const others: [TrainingPlan, typeof IDENTITY][] = [
      [plain, { ...IDENTITY, base: keccakText("other") }],
      [plain, { ...IDENTITY, engine: keccakText("other") }],
      [{ ...plain, seed: keccakText("other") }, IDENTITY],
      [{ ...plain, cells: [...plain.cells].reverse() }, IDENTITY],
      [{ ...plain, cellWeights: [1, 1, 1, 2] }, IDENTITY],
      [{ ...plain, recipe: { ...plain.recipe, rate: 2e-3 } }, IDENTITY],
      [{ ...plain, recipe: { ...plain.recipe, optimizer: { ...plain.recipe.optimizer, clip: 2 } } }, IDENTITY],
    ];
    const all = [[plain, IDENTITY] as const, ...others].map(([training, identity]) => responsePlan(training, identity));
    const ids = all.flatMap(({ jobs }) => jobs.map(({ id }) => id));
    // Without the one cell of weight 2, the plans of weights [1,1,1,1] and [1,1,1,2] ask for the same training.
    expect(new Set(ids).size).to.equal(ids.length - 1);
    expect(new Set(all.map(planHash)).size).to.equal(all.length);
  });

  it("depends on nothing else that a model's recipe holds", () => {
    const plain = smallPlan();
    const model = { ...plain, recipe: { ...plain.recipe, cellBytes: 512 } };
    expect(fileOf(model)).to.equal(fileOf(plain));
  });

  it("refuses what cannot be trained", () => {
    const bad = { ...smallPlan(), cells: [] };
    expect(codeOf(() => responsePlan(bad, IDENTITY))).to.equal("ENGINE_INVALID_INPUT");
  });

  it("refuses a start of its own, which no name would tell", () => {
    const own = { ...smallPlan(), start: new Float32Array(7_168) };
    expect(codeOf(() => responsePlan(own, IDENTITY))).to.equal("ENGINE_INVALID_INPUT");
  });
});

describe("decodeResponsePlan", () => {
  const text = fileOf(smallPlan());

  it("refuses a plan in which a digit was changed anywhere", () => {
    const digits = [...text].flatMap((character, at) => (/\d/.test(character) ? [at] : []));
    fc.assert(
      fc.property(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const changed = text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1);
        expect(codeOf(() => decodeResponsePlan(utf8(changed)))).to.match(/^(?:PLAN_ALTERED|MALFORMED_DATA)$/);
      }),
    );
  });

  it("refuses a plan that leaves a job out, although its hash is right", () => {
    const plan = responsePlan(smallPlan(), IDENTITY);
    const short = encodeResponsePlan({ ...plan, jobs: plan.jobs.slice(1) });
    expect(codeOf(() => decodeResponsePlan(short))).to.equal("PLAN_ALTERED");
  });

  it("refuses what is no plan", () => {
    expect(codeOf(() => decodeResponsePlan(utf8("{}")))).to.equal("MALFORMED_DATA");
  });

  it("gives back what was written, and its bytes are the only ones", () => {
    const plan = responsePlan({ ...smallPlan(), cellWeights: [1, 0.25, 1, 3] }, IDENTITY);
    const bytes = encodeResponsePlan(plan);
    expect(decodeResponsePlan(bytes)).to.deep.equal(plan);
    expect(encodeResponsePlan(decodeResponsePlan(bytes))).to.deep.equal(bytes);
  });
});

describe("decodeTraining", () => {
  const id = keccakText("a training");
  const lanes = Float32Array.of(1, -2, 0.5, 0);
  const bytes = encodeTraining(id, lanes);
  const code = (changed: Uint8Array, { as = id, laneCount = 4 } = {}): string =>
    codeOf(() => decodeTraining(as, changed, laneCount));

  it("refuses a file with any byte changed that says something", () => {
    const padding = Buffer.from(bytes).indexOf("} "); // JSON ends, spaces up to 8 bytes follow
    const sayings = [...bytes.keys()].filter((at) => bytes[at] !== 0x20 || at < padding);
    fc.assert(
      fc.property(fc.constantFrom(...sayings), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = bytes.map((byte, i) => (i === at ? byte ^ by : byte));
        expect(code(changed)).to.equal("CONTENT_TRAINING_CORRUPT");
      }),
    );
  });

  it("refuses another training's file, another number of lanes, and lanes that are no numbers", () => {
    expect(code(bytes, { as: keccakText("another") })).to.equal("CONTENT_TRAINING_CORRUPT");
    expect(code(bytes, { laneCount: 8 })).to.equal("CONTENT_TRAINING_CORRUPT");
    expect(code(encodeTraining(id, Float32Array.of(1, NaN, 0, 0)))).to.equal("CONTENT_TRAINING_CORRUPT");
  });

  it("refuses lanes of another kind", () => {
    const data = floatsToBytes(lanes);
    const metadata = { format: "openledger-training-v1", training: id, lanesHash: keccak(data) };
    const other = encodeSafetensors({ tensors: new Map([["lanes", { dtype: "I32", shape: [4], data }]]), metadata });
    expect(code(other)).to.equal("CONTENT_TRAINING_CORRUPT");
  });

  it("gives back the lanes", () => {
    expect(decodeTraining(id, bytes, 4)).to.deep.equal(lanes);
  });
});
