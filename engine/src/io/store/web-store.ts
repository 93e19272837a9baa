import type { Hex } from "../../core/hash/hex.js";
import { checkedContent, MissingContentError } from "./content-store.js";
import type { ContentAddress } from "./content-uri.js";

/** No bundle or contribution of ours comes near; what is longer is not read to its end. */
const MAX_BYTES = 2 ** 30;

const TIMEOUT_MS = 60_000;

type Limits = { readonly maxBytes?: number; readonly timeoutMs?: number };

/**
 * Published files under an address that the operator named, by the names they have in a directory. Nothing that others wrote leads
 * anywhere: a name is a hash, redirections are not followed. What cannot be had, for whatever reason, is a MissingContentError; what is
 * not what its name says a CorruptContentError.
 */
export class WebStore {
  readonly base: string;
  readonly #limits: Required<Limits>;

  /** @param base with or without a slash at its end. */
  constructor(base: string, { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: Limits = {}) {
    this.base = base.replace(/\/*$/, "/");
    this.#limits = { maxBytes, timeoutMs };
  }

  async readBundle(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "bundle", hash });
  }

  async readData(hash: Hex): Promise<Uint8Array> {
    return this.#read({ kind: "data", hash });
  }

  async #read(address: ContentAddress): Promise<Uint8Array> {
    const { maxBytes, timeoutMs } = this.#limits;
    const bytes = await fetchBytes(`${this.base}${address.hash}.${address.kind}`, { maxBytes, timeoutMs }).catch(
      (cause: unknown) => {
        throw new MissingContentError(address, cause);
      },
    );
    return checkedContent(address, bytes);
  }
}

async function fetchBytes(url: string, { maxBytes, timeoutMs }: Required<Limits>): Promise<Uint8Array> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url} answers ${String(response.status)}`);
  }
  const pieces: Uint8Array[] = [];
  let total = 0;
  // Counted as it comes: what a server says of the length binds it to nothing.
  for await (const piece of response.body ?? []) {
    total += piece.length;
    if (total > maxBytes) throw new Error(`${url} is longer than ${String(maxBytes)} bytes`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
