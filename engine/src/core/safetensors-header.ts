import { BaseError } from "./errors.js";
import { compareText } from "./order.js";

/** Element types that this project reads and writes, with their bytes per element. */
const DTYPE_BYTES = { F32: 4, F16: 2, BF16: 2, I8: 1, U8: 1, I16: 2, I32: 4, I64: 8, F64: 8 } as const;

export type Dtype = keyof typeof DTYPE_BYTES;

/** A tensor but for its bytes. */
export type TensorShape = { readonly dtype: Dtype; readonly shape: readonly number[] };

/** A tensor of a file, and where its bytes are: `begin … end` from the file's start. */
export type TensorEntry = TensorShape & { readonly name: string; readonly begin: number; readonly end: number };

export type TensorDirectory = {
  /** By position. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
};

/** Bytes before the header: its length, 64 bits, little-endian. */
export const LENGTH_BYTES = 8;
const HEADER_LIMIT = 16 * 1024 * 1024;
const METADATA = "__metadata__";

/**
 * The bytes before the data of a safetensors file (huggingface.co/docs/safetensors), and the order in which the data follows: names
 * sorted by UTF-16 code unit, so that equal content has equal bytes. Spaces fill the header to 8 bytes, so that the data is aligned.
 */
export function encodeDirectory(
  tensors: ReadonlyMap<string, TensorShape>,
  metadata: Readonly<Record<string, string>>,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly names: readonly string[] } {
  if (tensors.has(METADATA)) throw new SafetensorsError("TENSOR", `${METADATA} is no name for a tensor`);
  const header: Record<string, unknown> = {};
  const keys = Object.keys(metadata).sort(compareText);
  if (keys.length > 0) header[METADATA] = Object.fromEntries(keys.map((key) => [key, metadata[key]]));
  const names = [...tensors.keys()].sort(compareText);
  let end = 0;
  for (const name of names) {
    const { dtype, shape } = tensors.get(name)!;
    header[name] = { dtype, shape, data_offsets: [end, (end += byteLength({ dtype, shape }))] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(LENGTH_BYTES + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - LENGTH_BYTES), true);
  bytes.set(json, LENGTH_BYTES);
  return { bytes, names };
}

/** Where a file's data begins, from its first 8 bytes. Throws {@link SafetensorsError}. */
export function dataStart(start: Uint8Array, fileBytes: number): number {
  if (start.length < LENGTH_BYTES) throw new SafetensorsError("TRUNCATED", "expected 8 bytes of header length");
  const length = new DataView(start.buffer, start.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > HEADER_LIMIT) throw new SafetensorsError("HEADER", `header of ${length} bytes, limit ${HEADER_LIMIT}`);
  const end = LENGTH_BYTES + Number(length);
  if (end > fileBytes) throw new SafetensorsError("TRUNCATED", `header ends at ${end}, file at ${fileBytes}`);
  return end;
}

/**
 * Reads a header; the tensors must fill the file behind it without a hole or an overlap. Throws {@link SafetensorsError}.
 * @param head the file's bytes up to {@link dataStart}.
 */
export function decodeDirectory(head: Uint8Array, fileBytes: number): TensorDirectory {
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(head.subarray(LENGTH_BYTES));
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw new SafetensorsError("HEADER", "metadata must map text to text");
  }
  const parsed = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry, head.length));
  parsed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = head.length;
  for (const entry of parsed) {
    if (entry.begin !== end) {
      throw new SafetensorsError("OFFSETS", `${entry.name}: hole or overlap at byte ${end - head.length}`);
    }
    end = entry.end;
  }
  if (end !== fileBytes) {
    throw new SafetensorsError(
      "TRUNCATED",
      `tensors need ${end - head.length} bytes, found ${fileBytes - head.length}`,
    );
  }
  return { entries: parsed, metadata: metadata as Record<string, string> };
}

/** Bytes of a tensor of that shape. */
export function byteLength({ dtype, shape }: TensorShape): number {
  return shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype]);
}

/** The file is not a valid safetensors file, or the tensors cannot be written as one. */
export class SafetensorsError extends BaseError {
  readonly code: `SAFETENSORS_${"HEADER" | "TENSOR" | "OFFSETS" | "TRUNCATED"}`;

  constructor(kind: "HEADER" | "TENSOR" | "OFFSETS" | "TRUNCATED", message: string) {
    super(message);
    this.code = `SAFETENSORS_${kind}`;
  }
}

function parseHeader(json: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
    if (isRecord(header)) return header;
  } catch (cause) {
    throw new SafetensorsError("HEADER", `header is not JSON: ${String(cause)}`);
  }
  throw new SafetensorsError("HEADER", "header is not an object");
}

function parseEntry(name: string, entry: unknown, from: number): TensorEntry {
  if (!isRecord(entry)) throw new SafetensorsError("HEADER", `${name}: not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype)) {
    throw new SafetensorsError("HEADER", `${name}: unknown dtype ${String(dtype)}`);
  }
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new SafetensorsError("HEADER", `${name}: shape and data_offsets must be lists of whole numbers`);
  }
  const [begin, end] = offsets as [number, number];
  const tensor = { dtype: dtype as Dtype, shape };
  if (end - begin !== byteLength(tensor)) {
    throw new SafetensorsError("OFFSETS", `${name}: ${end - begin} bytes do not fill ${dtype} [${shape.join(", ")}]`);
  }
  return { name, ...tensor, begin: from + begin, end: from + end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
