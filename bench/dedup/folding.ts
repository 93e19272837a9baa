import { chunkBytes } from "../../engine/src/core/text/chunk-bytes.js";

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** The folded text (small ASCII letters, one space for every run of white space), and for each of its bytes where that stood. */
function folded(text: Uint8Array): { readonly bytes: Uint8Array; readonly places: Uint32Array } {
  const [bytes, places] = [new Uint8Array(text.length), new Uint32Array(text.length)];
  let length = 0;
  for (const [at, byte] of text.entries()) {
    if (isSpace(byte) && at > 0 && isSpace(text[at - 1]!)) continue;
    places[length] = at;
    bytes[length++] = isSpace(byte) ? 32 : byte >= 65 && byte <= 90 ? byte | 32 : byte;
  }
  return { bytes: bytes.subarray(0, length), places: places.subarray(0, length) };
}

/** Cuts a text where its folded form is cut: case and line breaks move no cut. The bytes of the chunks stay as they are. */
export function foldedCuts(text: Uint8Array): Uint8Array[] {
  const { bytes, places } = folded(text);
  let end = 0;
  return chunkBytes(bytes).map((chunk) => {
    const start = end === 0 ? 0 : places[end]!;
    end += chunk.length;
    return text.subarray(start, end < places.length ? places[end]! : text.length);
  });
}

/**
 * The distinct runs of `bytes` bytes of the folded text, or those of them that a hash draws, one in `oneIn`: the same ones from every text, so that
 * shares can be estimated from few.
 */
export function gramsOf(
  text: Uint8Array,
  { bytes, oneIn }: { readonly bytes: number; readonly oneIn: number },
): Set<string> {
  const whole = Buffer.from(folded(text).bytes).toString("latin1");
  const grams = new Set<string>();
  for (let at = 0; at + bytes <= whole.length; at++) {
    const gram = whole.slice(at, at + bytes);
    if (oneIn === 1 || hash(gram) % oneIn === 0) grams.add(gram);
  }
  return grams;
}

/** FNV-1a (RFC 9923), its upper half. */
function hash(gram: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < gram.length; at++) value = Math.imul(value ^ gram.charCodeAt(at), 0x01000193);
  return value >>> 16;
}
