import path from "node:path";

/** The files of an index, in its directory. */
export const INDEX_JSON = "index.json";
export const CONTRIBUTIONS = "contributions";
export const NODES = "nodes";

export function shardName(place: number): string {
  return `${String(place).padStart(5, "0")}.shard`;
}

/** The directory of a Datanet version's index, among the published files. */
export function indexDirectory(published: string, versionRoot: string): string {
  return path.join(published, "spans", versionRoot);
}
