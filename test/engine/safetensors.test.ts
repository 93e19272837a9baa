import { expect } from "chai";
import type { Tensor } from "../../engine/src/core/safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "../../engine/src/core/safetensors.js";
import { codeOf } from "./support.js";

const A: Tensor = { dtype: "F32", shape: [2, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
const B: Tensor = { dtype: "I8", shape: [3], data: Uint8Array.of(9, 10, 11) };

describe("safetensors", () => {
  it("reads what it wrote", () => {
    const file = { tensors: new Map(Object.entries({ a: A, b: B })), metadata: { format: "test" } };
    expect(decodeSafetensors(encodeSafetensors(file))).to.deep.equal(file);
  });

  it("writes equal content to equal bytes, whatever the order it came in", () => {
    const one = encodeSafetensors({ tensors: new Map(Object.entries({ a: A, b: B })), metadata: { x: "1", y: "2" } });
    const two = encodeSafetensors({ tensors: new Map(Object.entries({ b: B, a: A })), metadata: { y: "2", x: "1" } });
    expect(one).to.deep.equal(two);
    expect(new DataView(one.buffer).getBigUint64(0, true) % 8n).to.equal(0n);
  });

  it("refuses to write a tensor whose bytes do not fill its shape", () => {
    const write = (): unknown => encodeSafetensors({ tensors: new Map([["a", { ...A, shape: [3] }]]), metadata: {} });
    expect(codeOf(write)).to.equal("SAFETENSORS_TENSOR");
  });

  describe("when the file is wrong", () => {
    const withHeader = (header: unknown, data = new Uint8Array(0)): Uint8Array => {
      const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
      const file = new Uint8Array(8 + json.length + data.length);
      new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
      file.set(json, 8);
      file.set(data, 8 + json.length);
      return file;
    };
    const entry = (begin: number, end: number, dtype = "I8"): object => ({
      dtype,
      shape: [end - begin],
      data_offsets: [begin, end],
    });
    const huge = new Uint8Array(64);
    new DataView(huge.buffer).setBigUint64(0, 1n << 62n, true);

    const cases: [string, Uint8Array, string][] = [
      ["shorter than its length field", new Uint8Array(7), "SAFETENSORS_TRUNCATED"],
      ["shorter than its header", withHeader({}).slice(0, 9), "SAFETENSORS_TRUNCATED"],
      ["a huge header", huge, "SAFETENSORS_HEADER"],
      ["not JSON", withHeader("{"), "SAFETENSORS_HEADER"],
      ["a list", withHeader([]), "SAFETENSORS_HEADER"],
      ["an unknown dtype", withHeader({ a: entry(0, 1, "F4") }, new Uint8Array(1)), "SAFETENSORS_HEADER"],
      ["a dtype that is a property of objects", withHeader({ a: entry(0, 1, "toString") }), "SAFETENSORS_HEADER"],
      ["a negative size", withHeader({ a: { dtype: "I8", shape: [-1], data_offsets: [0, 1] } }), "SAFETENSORS_HEADER"],
      ["metadata that is not text", withHeader({ __metadata__: { a: 1 } }), "SAFETENSORS_HEADER"],
      ["a range that its shape does not fill", withHeader({ a: entry(0, 2, "F32") }), "SAFETENSORS_OFFSETS"],
      ["overlapping tensors", withHeader({ a: entry(0, 2), b: entry(1, 3) }, new Uint8Array(3)), "SAFETENSORS_OFFSETS"],
      ["a hole", withHeader({ a: entry(0, 1), b: entry(2, 3) }, new Uint8Array(3)), "SAFETENSORS_OFFSETS"],
      ["truncated data", withHeader({ a: entry(0, 4) }, new Uint8Array(3)), "SAFETENSORS_TRUNCATED"],
      ["bytes after the data", withHeader({ a: entry(0, 2) }, new Uint8Array(3)), "SAFETENSORS_TRUNCATED"],
    ];
    for (const [what, file, code] of cases) {
      it(`rejects ${what}`, () => {
        expect(codeOf(() => decodeSafetensors(file))).to.equal(code);
      });
    }
  });
});
