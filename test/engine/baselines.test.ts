import { expect } from "chai";

import { cholesky, solveCholesky } from "../../engine/src/core/evaluate/cholesky.js";
import { dataInfScores } from "../../engine/src/core/evaluate/datainf.js";
import { areaUnderCurve, highest, recallAtSize } from "../../engine/src/core/evaluate/detection.js";
import {
  cosineTable,
  dotTable,
  type Gradients,
  gradientsAt,
  rescale,
} from "../../engine/src/core/evaluate/gradients.js";
import { influenceScores } from "../../engine/src/core/evaluate/influence.js";
import { projectGradients } from "../../engine/src/core/evaluate/project.js";
import { quantizedScores, toIntegers } from "../../engine/src/core/evaluate/response-scores.js";
import { tracInScores } from "../../engine/src/core/evaluate/tracin.js";
import { withAdapter } from "../../engine/src/core/model/adapter.js";
import { quantize } from "../../engine/src/core/quantize/quantize.js";
import { trainAdapter } from "../../engine/src/core/train/train-adapter.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { codeOf, noise, SEED, smallPlan, UNTRAINED, utf8 } from "./support.js";

const vector = (...values: number[]): Float32Array => Float32Array.from(values);

/** Two lanes, two windows that are the cells too, one query. */
const SMALL: Gradients = {
  windows: [vector(2, 0), vector(0, 1)],
  cells: [vector(2, 0), vector(0, 1)],
  queries: [vector(1, 1)],
};

describe("cholesky", () => {
  const matrix = { size: 2, values: Float64Array.of(3, 2, 2, 2) };

  it("factors the shifted matrix and solves by it", () => {
    const factor = cholesky(matrix, 1); // (4 2; 2 3)
    expect(Array.from(factor.values)).to.deep.equal([2, 0, 1, Math.sqrt(2)]);
    const x = solveCholesky(factor, [8, 7]);
    expect(x[0]).to.be.closeTo(1.25, 1e-12);
    expect(x[1]).to.be.closeTo(1.5, 1e-12);
  });

  it("refuses a matrix that is not positive definite", () => {
    expect(codeOf(() => cholesky(matrix, -2))).to.equal("ENGINE_INVALID_INPUT");
  });
});

describe("influenceScores", () => {
  it("is qᵀ (F + λI)⁻¹ c", () => {
    // F = ½ diag(4, 1), trace 2.5; damping 0.8 gives λ = 0.8 · 2.5 / 2 = 1, so (F + λI)⁻¹ = diag(1/3, 2/3).
    const [row] = influenceScores(SMALL, [0.8]).get(0.8)!;
    expect(row![0]).to.be.closeTo(2 / 3, 1e-12);
    expect(row![1]).to.be.closeTo(2 / 3, 1e-12);
  });

  it("ranks as the gradient dot product does where the damping is large", () => {
    const gradients = { windows: vectors(20), cells: vectors(6), queries: vectors(2) };
    const [row] = influenceScores(gradients, [1e6]).get(1e6)!;
    const [plain] = dotTable(gradients.queries, gradients.cells);
    expect(order(row!)).to.deep.equal(order(plain!));
  });
});

describe("dataInfScores", () => {
  it("averages the inverses of the rank-one parts, tensor by tensor", () => {
    const slots = [{ name: "a", shape: [2], offset: 0, length: 2 }];
    // λ = 0.1 · (4 + 1) / (2 · 2) = 0.125
    const lambda = 0.125;
    const [row] = dataInfScores(SMALL, slots);
    expect(row![0]).to.be.closeTo((2 - (2 * 4) / (lambda + 4) / 2) / lambda, 1e-9);
    expect(row![1]).to.be.closeTo((1 - (1 * 1) / (lambda + 1) / 2) / lambda, 1e-9);
  });

  it("passes over a tensor that no window moves", () => {
    const slots = [
      { name: "a", shape: [1], offset: 0, length: 1 },
      { name: "b", shape: [1], offset: 1, length: 1 },
    ];
    const still = { ...SMALL, windows: [vector(2, 0), vector(1, 0)] };
    const [row] = dataInfScores(still, slots);
    expect(row![1]).to.equal(0);
    expect(row![0]).to.be.greaterThan(0);
  });
});

describe("tracInScores", () => {
  it("adds the checkpoints' dot products", () => {
    const later = { cells: [vector(1, 1), vector(3, 0)], queries: [vector(0, 2)] };
    expect(tracInScores([SMALL, later])).to.deep.equal([[2 + 2, 1 + 0]]);
  });
});

describe("gradients", () => {
  it("are those of the windows that training sees; a cell's is their sum", async () => {
    const engine = await loadEngine();
    const plan = smallPlan();
    const queries = [{ prompt: utf8("ab"), answer: utf8("cdefgh") }];
    const adapter = trainAdapter(engine, UNTRAINED, plan);
    const { windows, cells } = withAdapter(engine, UNTRAINED, adapter, (lora) =>
      gradientsAt(lora, plan.cells, queries),
    );
    expect(windows.length).to.equal(3 + 3 + 2 + 4); // 149, 129, 89 and 199 targets in windows of 64
    const first = windows.slice(0, 3);
    cells[0]!.forEach((value, lane) => {
      expect(value).to.be.closeTo(
        first.reduce((sum, window) => sum + window[lane]!, 0),
        1e-4,
      );
    });
  });

  it("have a cosine of 1 with themselves and 0 with nothing", () => {
    expect(cosineTable([vector(3, 4)], [vector(3, 4), vector(0, 0), vector(-4, 3)])).to.deep.equal([[1, 0, 0]]);
  });

  it("are the same in other coordinates", () => {
    const { cells, queries } = rescale(SMALL, vector(2, 3));
    expect(dotTable(queries, cells)).to.deep.equal([[8, 9]]);
  });
});

describe("projectGradients", () => {
  it("keeps dot products nearly, and is a function of the seed", () => {
    const gradients = { windows: [noise(900, "w")], cells: [noise(900, "c")], queries: [noise(900, "c")] };
    const project = (seed: string): Gradients => projectGradients(gradients, { dimensions: 400, seed });
    const [[kept]] = dotTable(project(SEED).queries, project(SEED).cells) as [[number]];
    const [[whole]] = dotTable(gradients.queries, gradients.cells) as [[number]];
    expect(kept / whole).to.be.within(0.8, 1.2);
    expect(project(SEED)).to.deep.equal(project(SEED));
    expect(project("11".repeat(32)).cells).to.not.deep.equal(project(SEED).cells);
  });
});

describe("quantizedScores", () => {
  it("rounds as the protocol does where lanes have 8 bits", () => {
    const vectors = [noise(500, "x"), noise(500, "y")];
    const protocol = quantize(vectors);
    const { lanes, scale } = toIntegers(vectors, 8);
    expect(scale).to.equal(protocol.scale);
    lanes.forEach((lane, i) => expect(Int8Array.from(lane)).to.deep.equal(protocol.lanes[i]));
  });

  it("gives scores in units of the loss, the nearer the wider the lanes", () => {
    const query = noise(500, "x");
    const responses = [noise(500, "y")];
    const exact = dotTable([query], responses)[0]![0]!;
    const error = (bits: 4 | 8 | 16): number => Math.abs(quantizedScores([query], responses, bits)[0]![0]! - exact);
    expect(error(16)).to.be.lessThan(error(8));
    expect(error(16)).to.be.lessThan(1e-3);
  });

  it("gives 0 for vectors of zeros", () => {
    expect(quantizedScores([vector(0, 0)], [vector(0, 0)], 8)).to.deep.equal([[0]]);
  });
});

describe("detection", () => {
  it("AUC is the share of pairs in the right order, ties counting half", () => {
    expect(areaUnderCurve([3, 1, 2, 2], [true, false, true, false])).to.equal((2 + 1.5) / 4);
    expect(codeOf(() => areaUnderCurve([1, 2], [true, true]))).to.equal("ENGINE_INVALID_INPUT");
  });

  it("recall looks among as many as there are positives", () => {
    expect(recallAtSize([5, 4, 3, 1], [true, false, true, false])).to.equal(0.5);
    expect(highest([1, 3, 3, 2], 3)).to.deep.equal([1, 2, 3]);
  });
});

function vectors(count: number): Float32Array[] {
  return Array.from({ length: count }, (_, i) => noise(40, `vector ${count} ${i}`));
}

function order(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
}
