import { expect } from "chai";
import type { Engine } from "../../engine/src/core/model/engine.js";
import { loadEngine } from "../../engine/src/io/kernels/load-engine.js";
import { noise } from "./support.js";

describe("kernels", () => {
  let engine: Engine;

  before(async () => {
    engine = await loadEngine();
  });

  const put = (values: Float32Array): number => {
    const address = engine.arena.floats(values.length);
    engine.arena.view(address, values.length).set(values);
    return address;
  };

  const expectClose = (address: number, expected: readonly number[], tolerance = 1e-4): void => {
    const got = engine.arena.view(address, expected.length);
    expected.forEach((value, i) => expect(got[i]).to.be.closeTo(value, tolerance, `element ${i}`));
  };

  /** A (m×k) · B (k×n) in double precision. */
  const product = (a: Float32Array, b: Float32Array, [m, n, k]: readonly [number, number, number]): number[] =>
    Array.from({ length: m * n }, (_, at) => {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a[Math.floor(at / n) * k + i]! * b[i * n + (at % n)]!;
      return sum;
    });

  const transpose = (a: Float32Array, rows: number, columns: number): Float32Array =>
    Float32Array.from({ length: a.length }, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!);

  for (const shape of [
    [4, 4, 4],
    [8, 12, 20],
    [64, 192, 64],
    [12, 8, 3],
  ] as const) {
    const [m, n, k] = shape;

    it(`multiplies ${m}×${k} by ${k}×${n}, directly and transposed`, () => {
      engine.arena.scope(() => {
        const a = noise(m * k, "a");
        const b = noise(k * n, "b");
        const expected = product(a, b, shape);
        const panels = engine.arena.floats(k * (n + 8));
        const c = put(new Float32Array(m * n).fill(7)); // overwritten, not added to

        engine.kernels.pack(panels, put(b), k, n);
        engine.kernels.matmulPacked(c, put(a), panels, m, n, k, 0);
        expectClose(c, expected);
        engine.kernels.matmulPacked(c, put(a), panels, m, n, k, 1);
        expectClose(
          c,
          expected.map((value) => 2 * value),
          2e-4,
        );

        engine.kernels.packTransposed(panels, put(transpose(b, k, n)), n, k);
        engine.kernels.matmulPacked(c, put(a), panels, m, n, k, 0);
        expectClose(c, expected);

        engine.kernels.matmulTransposedA(c, put(transpose(a, m, k)), put(b), m, n, k, 0);
        expectClose(c, expected);
      });
    });
  }

  it("merges a low-rank update", () => {
    engine.arena.scope(() => {
      const [base, a, b] = [noise(8 * 12, "base"), noise(8 * 4, "a"), noise(4 * 12, "b")];
      const w = engine.arena.floats(96);
      engine.kernels.mergeLowRank(w, put(base), put(a), put(b), 8, 12, 4, 0.5);
      expectClose(
        w,
        product(a, b, [8, 12, 4]).map((value, i) => base[i]! + value / 2),
      );
    });
  });

  it("computes exp and log to 2e-7 relative over their range", () => {
    for (let x = -87; x < 88; x += 0.37) {
      expect(engine.kernels.exp(x) / Math.exp(Math.fround(x)) - 1, `exp ${x}`).to.be.closeTo(0, 2e-7);
    }
    for (let x = 1e-30; x < 1e30; x *= 1.7) {
      const exact = Math.log(Math.fround(x));
      expect(engine.kernels.log(x), `log ${x}`).to.be.closeTo(exact, 2e-7 * Math.max(1, Math.abs(exact)));
    }
  });

  it("keeps NaN and answers NaN to the log of what is not positive and finite", () => {
    expect(engine.kernels.exp(NaN)).to.be.NaN;
    for (const x of [0, -1, NaN, Infinity]) expect(engine.kernels.log(x)).to.be.NaN;
  });

  it("computes int8 dot products exactly, beyond int32", () => {
    engine.arena.scope(() => {
      const n = 150_003; // 127² · n > 2³¹, and no multiple of 16
      const a = engine.arena.allocate(n);
      const b = engine.arena.allocate(n);
      engine.arena.bytes(a, n).fill(-127);
      engine.arena.bytes(b, n).fill(127);
      expect(engine.kernels.dotInt8(a, b, n)).to.equal(-127 * 127 * n);

      const lanes = (purpose: string): Int8Array => Int8Array.from(noise(7168, purpose), (v) => Math.round(v * 127));
      const [x, y] = [lanes("x"), lanes("y")];
      engine.arena.bytes(a, x.length).set(new Uint8Array(x.buffer));
      engine.arena.bytes(b, y.length).set(new Uint8Array(y.buffer));
      const exact = x.reduce((sum, lane, i) => sum + BigInt(lane) * BigInt(y[i]!), 0n);
      expect(BigInt(engine.kernels.dotInt8(a, b, x.length))).to.equal(exact);
    });
  });

  it("finds the first NaN or infinity", () => {
    engine.arena.scope(() => {
      expect(engine.kernels.firstNonFinite(put(noise(100, "finite")), 100)).to.equal(-1);
      expect(engine.kernels.firstNonFinite(put(Float32Array.of(1, 2, -Infinity, NaN)), 4)).to.equal(2);
    });
  });

  it("takes AdamW's step as its paper defines it", () => {
    engine.arena.scope(() => {
      const [w, g] = [put(Float32Array.of(1, -2, 3, 0.5)), put(Float32Array.of(0.1, 0, -2, 1e-3))];
      const [mean, variance] = [engine.arena.floats(4), engine.arena.floats(4)];
      engine.kernels.adamW(w, g, mean, variance, 4, 0.01, 0.9, 0.99, 1e-8, 0.1, 0.1, 0.01);
      // After the first step the corrected moments are g and g², so each weight moves by the rate against its gradient.
      expectClose(w, [1 - 0.01 - 0.001, -2 + 0.002, 3 + 0.01 - 0.003, 0.5 - 0.01 - 0.0005], 1e-6);
      expectClose(mean, [0.01, 0, -0.2, 1e-4], 1e-7);
      expectClose(variance, [1e-4, 0, 0.04, 1e-8], 1e-7);
    });
  });
});
