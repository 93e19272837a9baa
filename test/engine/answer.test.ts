import { expect } from "chai";
import type { Adapter } from "../../engine/src/core/model/adapter.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { decodeAdapter, encodeAdapter } from "../../engine/src/core/model/adapter-file.js";
import { answerGradient } from "../../engine/src/core/model/answer-gradient.js";
import { answerLoss } from "../../engine/src/core/model/answer-loss.js";
import { answerWindows } from "../../engine/src/core/model/answer-windows.js";
import type { Engine } from "../../engine/src/core/model/engine.js";
import type { Sampling } from "../../engine/src/core/model/generate.js";
import { generate } from "../../engine/src/core/model/generate.js";
import { queryVector } from "../../engine/src/core/quantize/query-vector.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, prose, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

const EXCHANGE = { prompt: prose(30, "prompt"), answer: prose(100, "answer") };

describe("answers", () => {
  let engine: Engine;
  let adapter: Adapter;

  before(async () => {
    engine = await loadEngine();
    adapter = trainAdapter(engine, UNTRAINED, smallPlan());
  });

  const lossOf = (lanes: Float32Array): number =>
    withAdapter(engine, UNTRAINED, { ...adapter, lanes }, (lora) => answerLoss(lora, EXCHANGE));

  it("are predicted byte by byte, once, with at least half a context before each", () => {
    for (const [before, length] of [
      [0, 1],
      [5, 31],
      [30, 100],
      [200, 33],
      [64, 64],
    ] as const) {
      const exchange = { prompt: prose(before, "p"), answer: prose(length, "a") };
      const seen: number[] = [];
      let position = Math.max(before, 1);
      for (const { inputs, targets, weights } of answerWindows(exchange, 64)) {
        expect(inputs.length).to.be.within(1, 64);
        weights.forEach((weight, i) => {
          if (weight === 0) return;
          seen.push(targets[i]!);
          expect(i + 1).to.be.at.least(Math.min(position++, 33));
        });
      }
      expect(seen).to.deep.equal([...exchange.answer]);
    }
  });

  it("have a gradient that predicts how their loss moves with the adapter", () => {
    const { gradient, loss } = withAdapter(engine, UNTRAINED, adapter, (lora) => answerGradient(lora, EXCHANGE));
    expect(loss).to.be.closeTo(lossOf(adapter.lanes), 1e-9);
    const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const moved = (by: number): number => lossOf(adapter.lanes.map((v, i) => v + (by * gradient[i]!) / norm));
    expect((moved(0.01) - moved(-0.01)) / 0.02 / norm).to.be.closeTo(1, 5e-3);
  });

  it("leave an int8 query vector along their gradient", () => {
    const { gradient } = withAdapter(engine, UNTRAINED, adapter, (lora) => answerGradient(lora, EXCHANGE));
    const { lanes, scale, loss } = queryVector(engine, UNTRAINED, adapter, EXCHANGE);
    expect(loss).to.equal(lossOf(adapter.lanes));
    expect(lanes).to.have.length(7168);
    gradient.forEach((value, i) => expect(Math.abs(value - lanes[i]! * scale)).to.be.at.most(scale * 0.5001));
  });

  it("need a byte", () => {
    const empty = { prompt: utf8("?"), answer: new Uint8Array(0) };
    expect(codeOf(() => queryVector(engine, UNTRAINED, adapter, empty))).to.equal("ENGINE_INVALID_INPUT");
  });

  describe("generate", () => {
    const sampling: Sampling = { maxBytes: 80, seed: SEED, temperature: { numerator: 4, denominator: 5 } };
    const answer = (change: Partial<Sampling> = {}, prompt = EXCHANGE.prompt): Uint8Array =>
      withAdapter(engine, UNTRAINED, adapter, (lora) => generate(lora, prompt, { ...sampling, ...change }));

    it("repeats for the same seed, prompt and temperature, and differs otherwise", () => {
      expect(answer()).to.have.length(80).and.to.deep.equal(answer());
      expect(answer({ temperature: { numerator: 8, denominator: 10 } })).to.deep.equal(answer());
      expect(answer({ seed: "00".repeat(32) })).to.not.deep.equal(answer());
      expect(answer({ temperature: { numerator: 2, denominator: 1 } })).to.not.deep.equal(answer());
    });

    it("takes the likeliest byte at temperature 0, whatever the seed", () => {
      const greedy = { temperature: { numerator: 0, denominator: 1 } };
      const first = answer(greedy);
      expect(answer({ ...greedy, seed: "00".repeat(32) })).to.deep.equal(first);
      const losses = withAdapter(engine, UNTRAINED, adapter, (lora) =>
        Array.from({ length: 256 }, (_, byte) =>
          answerLoss(lora, { prompt: EXCHANGE.prompt, answer: Uint8Array.of(byte) }),
        ),
      );
      expect(losses.indexOf(Math.min(...losses))).to.equal(first[0]);
    });

    it("reads an empty prompt as a line break", () => {
      expect(answer({}, new Uint8Array(0))).to.deep.equal(answer({}, Uint8Array.of(10)));
    });

    it("rejects a temperature that is not a ratio and a length that is not positive", () => {
      expect(codeOf(() => answer({ temperature: { numerator: 1, denominator: 0 } }))).to.equal("ENGINE_INVALID_INPUT");
      expect(codeOf(() => answer({ maxBytes: 0 }))).to.equal("ENGINE_INVALID_INPUT");
    });
  });

  describe("adapter file", () => {
    it("reads what it wrote", () => {
      expect(decodeAdapter(UNTRAINED.config, encodeAdapter(UNTRAINED.config, adapter))).to.deep.equal(adapter);
    });

    it("rejects the adapter of another model", () => {
      const file = encodeAdapter(UNTRAINED.config, adapter);
      const act = (): unknown => decodeAdapter({ ...UNTRAINED.config, hidden: 128 }, file);
      expect(codeOf(act)).to.equal("ENGINE_INVALID_INPUT");
    });
  });
});
