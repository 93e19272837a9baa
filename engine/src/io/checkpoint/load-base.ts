import { readFile } from "node:fs/promises";
import type { Hex } from "../../core/hash/hex.js";
import { keccak } from "../../core/hash/keccak.js";
import type { BaseModel } from "../../core/model/base-file.js";
import { decodeBase } from "../../core/model/base-file.js";
import { BASE_PATH } from "./base-paths.js";

/** The base model that every adapter of the reference setup starts from. */
export async function loadBase(path: string | URL = BASE_PATH): Promise<BaseModel> {
  const { config, parameters } = decodeBase(await readFile(path));
  return { config, parameters };
}

/** `Manifest.baseHash`: keccak of the checkpoint's bytes. */
export async function baseHash(path: string | URL = BASE_PATH): Promise<Hex> {
  return keccak(await readFile(path));
}
