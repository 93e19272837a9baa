import { BaseError } from "./errors.js";
import { compareText } from "./order.js";

/** Element types that this project reads and writes, with their bytes per element. */
const DTYPE_BYTES = { F32: 4, F16: 2, BF16: 2, I8: 1, U8: 1, I32: 4, I64: 8, F64: 8 } as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** A tensor as stored: little-endian, row-major bytes. */
export type Tensor = { readonly dtype: Dtype; readonly shape: readonly number[]; readonly data: Uint8Array };

/** Tensors by name and free text by key: a safetensors file. */
export type TensorFile = {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
};

const HEADER_LIMIT = 16 * 1024 * 1024;
const METADATA = "__metadata__";

/** Writes a safetensors file (huggingface.co/docs/safetensors): names sorted by UTF-16 code unit, so equal content has equal bytes. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) header[METADATA] = Object.fromEntries(keys.map((key) => [key, metadata[key]]));
  const sorted = [...tensors].sort(([a], [b]) => compareText(a, b));
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    if (name === METADATA || data.length !== byteLength(dtype, shape)) {
      throw new SafetensorsError("TENSOR", `${name}: ${data.length} bytes do not fill ${dtype} [${shape.join(", ")}]`);
    }
    header[name] = { dtype, shape, data_offsets: [end, (end += data.length)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8; // spaces up to 8 bytes, so that the data is aligned
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength).set(json, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of sorted) {
    file.set(data, at);
    at += data.length;
  }
  return file;
}

/** Reads a safetensors file; its tensors must fill the data without a hole or an overlap. Throws {@link SafetensorsError}. */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  const { header, data } = splitHeader(file);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw new SafetensorsError("HEADER", "metadata must map text to text");
  }
  const parsed = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry));
  parsed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of parsed) {
    if (entry.begin !== end) throw new SafetensorsError("OFFSETS", `${entry.name}: hole or overlap at byte ${end}`);
    end = entry.end;
  }
  if (end !== data.length) throw new SafetensorsError("TRUNCATED", `tensors need ${end} bytes, found ${data.length}`);
  const tensors = parsed.map(({ name, dtype, shape, begin, end }): [string, Tensor] => [
    name,
    { dtype, shape, data: data.slice(begin, end) },
  ]);
  return { tensors: new Map(tensors), metadata: metadata as Record<string, string> };
}

/** The file is not a valid safetensors file, or the tensors cannot be written as one. */
export class SafetensorsError extends BaseError {
  readonly code: `SAFETENSORS_${"HEADER" | "TENSOR" | "OFFSETS" | "TRUNCATED"}`;

  constructor(kind: "HEADER" | "TENSOR" | "OFFSETS" | "TRUNCATED", message: string) {
    super(message);
    this.code = `SAFETENSORS_${kind}`;
  }
}

type Entry = { name: string; dtype: Dtype; shape: readonly number[]; begin: number; end: number };

function splitHeader(file: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (file.length < 8) throw new SafetensorsError("TRUNCATED", "expected 8 bytes of header length");
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > HEADER_LIMIT) throw new SafetensorsError("HEADER", `header of ${length} bytes, limit ${HEADER_LIMIT}`);
  const end = 8 + Number(length);
  if (end > file.length) throw new SafetensorsError("TRUNCATED", `header ends at ${end}, file at ${file.length}`);
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(8, end)));
    if (isRecord(header)) return { header, data: file.subarray(end) };
  } catch (cause) {
    throw new SafetensorsError("HEADER", `header is not JSON: ${String(cause)}`);
  }
  throw new SafetensorsError("HEADER", "header is not an object");
}

function parseEntry(name: string, entry: unknown): Entry {
  if (!isRecord(entry)) throw new SafetensorsError("HEADER", `${name}: not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype)) {
    throw new SafetensorsError("HEADER", `${name}: unknown dtype ${String(dtype)}`);
  }
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new SafetensorsError("HEADER", `${name}: shape and data_offsets must be lists of whole numbers`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== byteLength(dtype as Dtype, shape)) {
    throw new SafetensorsError("OFFSETS", `${name}: ${end - begin} bytes do not fill ${dtype} [${shape.join(", ")}]`);
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

function byteLength(dtype: Dtype, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype]);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
