import path from "node:path";

import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { MalformedDataError } from "../../../engine/src/core/json/parsers.js";
import { decodeSealedFile, type SealedFile, type SealedFor } from "../../../engine/src/core/sealed/sealed-file.js";
import type { Client } from "../../../sdk/src/client.js";
import { BadFileError, MEGABYTE, readInput } from "./read-file.js";

/** What binds a sealed file to a dispute. */
export function sealedFor({ deployment }: Client, disputeId: bigint): SealedFor {
  const disputes = deployment.addresses.Disputes.toLowerCase() as Hex;
  return { chainId: BigInt(deployment.chainId), disputes, disputeId };
}

/** Where the texts are published that a dispute's panel alone reads. */
export function sealedFileOf(directory: string, disputeId: bigint): string {
  return path.join(directory, `dispute-${String(disputeId)}.sealed`);
}

/** Reads a dispute's sealed file. Throws what {@link readInput} throws, and {@link BadFileError}. */
export async function readSealedFile(directory: string, wanted: SealedFor): Promise<SealedFile> {
  const file = sealedFileOf(directory, wanted.disputeId);
  const sealed = decodeOrBad(file, await readInput(file, { most: 64 * MEGABYTE }));
  const { chainId, disputes, disputeId } = sealed.header;
  if (chainId !== wanted.chainId || disputes !== wanted.disputes || disputeId !== wanted.disputeId) {
    throw new BadFileError(file, `sealed for dispute ${String(wanted.disputeId)} of this deployment`);
  }
  return sealed;
}

function decodeOrBad(file: string, bytes: Uint8Array): SealedFile {
  try {
    return decodeSealedFile(bytes);
  } catch (error) {
    if (error instanceof MalformedDataError) throw new BadFileError(file, error.message);
    throw error;
  }
}
