import { compareBigints } from "../order.js";

/** A frozen version of a Datanet. */
export type VersionName = { readonly datanetId: bigint; readonly version: number };

/** Reads versions like `1:1,2:3` (Datanet:version). @returns by Datanet, ascending; undefined for anything else, or two of one Datanet. */
export function parseVersionNames(text: string): readonly VersionName[] | undefined {
  const matches = text.split(",").map((each) => /^(\d{1,18}):(\d{1,9})$/.exec(each));
  if (matches.includes(null)) return undefined;
  const names = matches.map((match) => ({ datanetId: BigInt(match![1]!), version: Number(match![2]) }));
  names.sort((a, b) => compareBigints(a.datanetId, b.datanetId));
  return new Set(names.map(({ datanetId }) => datanetId)).size === names.length ? names : undefined;
}

/** The inverse. */
export function versionNamesText(names: readonly VersionName[]): string {
  return names.map(({ datanetId, version }) => `${datanetId}:${version}`).join(",");
}
