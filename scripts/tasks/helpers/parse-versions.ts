import type { VersionName } from "../../../indexer/src/frozen-version.js";
import { UsageError } from "./task-errors.js";

/** Datanet versions, e.g. `1:1,2:3`, by Datanet. Throws {@link UsageError}. */
export function parseVersions(text: string): VersionName[] {
  const versions = text.split(",").map((each) => {
    const [, datanet, version] = /^(\d{1,18}):(\d{1,9})$/.exec(each) ?? [];
    if (datanet === undefined) throw new UsageError(`Expected --versions like 1:1,2:3 (Datanet:version), got ${text}.`);
    return { datanetId: BigInt(datanet), version: Number(version) };
  });
  versions.sort((a, b) => Number(a.datanetId - b.datanetId));
  if (new Set(versions.map(({ datanetId }) => datanetId)).size !== versions.length) {
    throw new UsageError(`Expected one version of each Datanet, got ${text}.`);
  }
  return versions;
}
