import { expect } from "chai";

import { firstDifference } from "../../engine/src/core/dispute/first-difference.js";
import { laneState } from "../../engine/src/core/dispute/lane-state.js";
import { manifestTrajectory, trainingStates } from "../../engine/src/core/dispute/manifest-trajectory.js";
import { queryTrajectory } from "../../engine/src/core/dispute/query-trajectory.js";
import { rowResult } from "../../engine/src/core/dispute/results.js";
import { claimOf, trajectoryOf } from "../../engine/src/core/dispute/trajectory.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccak, keccakText } from "../../engine/src/core/hash/keccak.js";
import { TRAJECTORY_RESULT } from "../../engine/src/core/hash/schemas.js";
import { structHash } from "../../engine/src/core/hash/struct-hash.js";
import { answerRequest } from "../../engine/src/core/inference/answer-request.js";
import { completeRequest, encodeRequest, exchangeOf } from "../../engine/src/core/inference/request.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { answerWindows } from "../../engine/src/core/model/answer-windows.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { verifyMerkle } from "../../engine/src/core/tree/merkle.js";
import { vectorRoot } from "../../engine/src/core/tree/vector-root.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, smallPlan, UNTRAINED } from "./support.js";

const states = (count: number, changed?: number): Hex[] =>
  Array.from({ length: count }, (_, i) => keccakText(i === changed ? "changed" : `state ${i}`));

describe("trajectories", () => {
  it("end in their result, provably", () => {
    const { root, steps, result, proof } = claimOf(trajectoryOf(states(5), keccakText("result")));
    expect(steps).to.equal(5);
    const leaf = structHash(TRAJECTORY_RESULT, { steps, result });
    expect(verifyMerkle({ root, count: 6, leaf, index: 5, proof })).to.equal(true);
  });

  it("need a step", () => {
    expect(codeOf(() => trajectoryOf([], ZERO_HASH))).to.equal("NO_STEPS");
  });

  it("are the same only when all steps and the result are", () => {
    const honest = trajectoryOf(states(5), keccakText("result"));
    expect(firstDifference(honest, trajectoryOf(states(5), keccakText("result")))).to.equal(undefined);
    for (const changed of [0, 1, 2, 3, 4]) {
      const other = trajectoryOf(states(5, changed), keccakText("other"));
      expect(firstDifference(honest, other)!.index).to.equal(changed);
    }
    expect(firstDifference(honest, trajectoryOf(states(5), keccakText("other")))!.index).to.equal(5);
  });

  it("part where the shorter one ends, whatever stands there in the longer one", () => {
    const result = keccakText("result");
    const shorter = trajectoryOf(states(3), result);
    const longer = trajectoryOf([...states(3), result, keccakText("more")], keccakText("other"));
    expect(firstDifference(shorter, longer)!.index).to.equal(3);
    expect(firstDifference(longer, shorter)!.index).to.equal(3);
  });

  it("part at the first of several differences", () => {
    const honest = trajectoryOf(states(8), keccakText("result"));
    const meeting = states(8, 2);
    meeting[5] = keccakText("again");
    const difference = firstDifference(honest, trajectoryOf(meeting, keccakText("other")))!;
    expect(difference.index).to.equal(2);
    const { tree } = honest;
    expect(difference.before).to.equal(tree.levels[0]![1]);
    for (const [leaf, index, proof] of [
      [difference.before, 1, difference.claimedBefore],
      [difference.claimed, 2, difference.claimedProof],
    ] as const) {
      expect(verifyMerkle({ root: tree.root, count: tree.count, leaf, index, proof })).to.equal(true);
    }
  });

  describe("of a re-run", () => {
    let engine: Engine;

    before(async () => {
      engine = await loadEngine();
    });

    it("hash a training after each step, the same on every engine, and change nothing", async () => {
      const plan = smallPlan();
      const training = trainingStates(engine, UNTRAINED, plan);
      const { lanes } = trainAdapter(engine, UNTRAINED, plan);
      expect(training).to.have.length(1 + 2 * 3);
      expect(new Set(training).size).to.equal(7);
      expect(training.at(-1)).to.equal(laneState(lanes));
      expect(trainingStates(await loadEngine(), UNTRAINED, plan)).to.deep.equal(training);
    });

    it("name the first step that a changed weight of a cell reaches", () => {
      const plan = smallPlan({ batch: 1, epochs: 1 });
      const without = { ...plan, cellWeights: [1, 1, 0, 1] };
      const made = (training: readonly Hex[], name: string) =>
        manifestTrajectory({ training, responses: [], heldOut: [], result: keccakText(name) });
      const [ours, theirs] = [plan, without].map((each) => trainingStates(engine, UNTRAINED, each)) as [Hex[], Hex[]];
      const difference = firstDifference(made(ours, "a"), made(theirs, "b"))!;
      expect(difference.index).to.equal(ours.findIndex((state, i) => state !== theirs[i]));
      expect(difference.index).to.be.greaterThan(0);
    });

    it("append responses and held-out vectors to a manifest's training", () => {
      const trajectory = manifestTrajectory({
        training: states(2),
        responses: [Float32Array.of(1, -2)],
        heldOut: [Int8Array.of(3, -4)],
        result: keccakText("result"),
      });
      const whole = [...states(2), laneState(Float32Array.of(1, -2)), keccak(Uint8Array.of(3, 0xfc))];
      expect(trajectory).to.deep.equal(trajectoryOf(whole, keccakText("result")));
    });

    it("hash a query window by window and end in what an honest row commits to", () => {
      const adapter = trainAdapter(engine, UNTRAINED, smallPlan());
      const request = completeRequest({ prompt: "once upon a time", maxBytes: 70, temperature: [0, 1] });
      const [requestSalt, responseSalt] = [keccakText("request salt"), keccakText("response salt")];
      const bytes = encodeRequest(request);
      const lab = { engine, base: UNTRAINED, adapter };
      const trajectory = queryTrajectory(lab, { request: bytes, requestSalt, responseSalt });

      const answer = withAdapter(engine, UNTRAINED, adapter, (lora) => answerRequest(lora, request, requestSalt));
      const exchange = exchangeOf(request, answer);
      const windows = answerWindows(exchange, UNTRAINED.config.context).length;
      expect(trajectory.steps).to.equal(2 + windows);
      expect(trajectory.result).to.equal(
        rowResult({
          requestHash: saltedHash(requestSalt, bytes),
          responseHash: saltedHash(responseSalt, answer),
          queryRoot: vectorRoot(queryVector(engine, UNTRAINED, adapter, exchange).lanes),
        }),
      );
    });
  });
});
