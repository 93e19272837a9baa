// Writes and reads safetensors files (huggingface.co/docs/safetensors): a header's length, the header as JSON, the tensors' bytes.
import { Buffer } from "node:buffer";
import { readFileSync, writeFileSync } from "node:fs";

/** @param tensors by name: { dtype, shape, bytes }. */
export function writeTensors(file, tensors, metadata) {
  const header = { __metadata__: metadata };
  const parts = [];
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
    parts.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(file, Buffer.concat([length, json, ...parts]));
}

/** Rows of numbers as one F32 tensor. */
export function floats(rows) {
  const bytes = Buffer.alloc(rows.length * rows[0].length * 4);
  rows.forEach((row, i) => row.forEach((value, lane) => bytes.writeFloatLE(value, (i * row.length + lane) * 4)));
  return { dtype: "F32", shape: [rows.length, rows[0].length], bytes };
}

/** Hashes in 0x hex as one U8 tensor. */
export function hashes(list) {
  return {
    dtype: "U8",
    shape: [list.length, 32],
    bytes: Buffer.concat(list.map((each) => Buffer.from(each.slice(2), "hex"))),
  };
}

/** The first F32 tensor of that name, flat. */
export function readFloats(file, name) {
  const bytes = readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const [begin, end] = JSON.parse(bytes.subarray(8, start).toString())[name].data_offsets;
  return Float64Array.from({ length: (end - begin) / 4 }, (_, i) => bytes.readFloatLE(start + begin + 4 * i));
}
