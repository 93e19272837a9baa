import { readFile } from "node:fs/promises";
import path from "node:path";

import { decodeTrajectoryJson, encodeTrajectoryJson } from "../../core/dispute/trajectory-json.js";
import type { Trajectory } from "../../core/dispute/trajectory.js";
import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { writeAtomically } from "./write-atomically.js";

/** Publishes a re-run as `<root>.trajectory` in a directory. @returns the file. */
export async function writeTrajectory(directory: string, trajectory: Trajectory): Promise<string> {
  const file = fileOf(directory, trajectory.tree.root);
  await writeAtomically(file, encodeTrajectoryJson(trajectory));
  return file;
}

/** Reads the re-run of that root. Throws {@link NoTrajectoryError} for one that is missing or another's. */
export async function readTrajectory(directory: string, root: Hex): Promise<Trajectory> {
  const bytes = await readFile(fileOf(directory, root)).catch((cause: unknown) => {
    throw new NoTrajectoryError(root, cause);
  });
  const trajectory = decodeTrajectoryJson(new Uint8Array(bytes));
  if (trajectory.tree.root !== root) throw new NoTrajectoryError(root, `its root is ${trajectory.tree.root}`);
  return trajectory;
}

function fileOf(directory: string, root: Hex): string {
  return path.join(directory, `${root}.trajectory`);
}

export class NoTrajectoryError extends BaseError {
  readonly code = "CONTENT_TRAJECTORY";

  constructor(root: Hex, cause: unknown) {
    super(
      `Expected the re-run ${root}.trajectory, cannot use one. Fetch it from whoever opened or answered the dispute.`,
      {
        cause,
      },
    );
  }
}
