import { expect } from "chai";
import { quantize, scaleBits } from "../../engine/src/core/quantize/quantize.js";
import { codeOf, noise } from "./support.js";

describe("quantize", () => {
  it("shares one scale, rounds half away from zero and clips nothing", () => {
    const { lanes, scale } = quantize([Float32Array.of(127, -0.5, 0.49, 2.5), Float32Array.of(-126.5, 1.5, -1.4, 0)]);
    expect(scale).to.equal(1);
    expect(lanes.map((vector) => [...vector])).to.deep.equal([
      [127, -1, 0, 3],
      [-127, 2, -1, 0],
    ]);
  });

  it("is off by at most half a step, and reaches ±127", () => {
    const vectors = [noise(1000, "u").map((v) => v * 3e-5), noise(1000, "v").map((v) => v * 1e-5)];
    const { lanes, scale } = quantize(vectors);
    vectors.forEach((vector, i) =>
      vector.forEach((value, lane) => expect(Math.abs(value - lanes[i]![lane]! * scale)).to.be.at.most(scale * 0.5001)),
    );
    expect(Math.max(...lanes[0]!.map(Math.abs))).to.equal(127);
  });

  it("maps zero vectors to zero with scale 0", () => {
    const { lanes, scale } = quantize([new Float32Array(4)]);
    expect([...lanes[0]!]).to.deep.equal([0, 0, 0, 0]);
    expect(scaleBits(scale)).to.equal(0);
  });

  it("stays within ±127 when the scale itself is subnormal", () => {
    const { lanes } = quantize([Float32Array.of(2e-43, -2e-43, 1e-43)]);
    expect(Math.max(...lanes[0]!.map(Math.abs))).to.be.at.most(127);
  });

  it("publishes the scale as float32 bits", () => {
    expect(scaleBits(1)).to.equal(0x3f800000);
  });

  it("rejects what is not finite", () => {
    expect(codeOf(() => quantize([Float32Array.of(1, NaN)]))).to.equal("ENGINE_INVALID_INPUT");
  });
});
