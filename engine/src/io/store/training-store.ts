import { readFile } from "node:fs/promises";
import path from "node:path";

import { BaseError } from "../../core/errors.js";
import type { Hex } from "../../core/hash/hex.js";
import { CorruptTrainingError, decodeTraining, encodeTraining } from "../../core/train/kept-training.js";
import { writeAtomically } from "./write-atomically.js";

/** What stands under a training's name. */
export type TrainingState = "kept" | "missing" | "corrupt";

/**
 * Trainings in a directory, `<id>.training`. Writing is atomic, and whoever writes one again writes the same bytes: workers can share
 * the directory, also over a network, without a lock.
 */
export class TrainingStore {
  readonly directory: string;
  readonly #laneCount: number;

  constructor(directory: string, { laneCount }: { readonly laneCount: number }) {
    this.directory = directory;
    this.#laneCount = laneCount;
  }

  fileOf(id: Hex): string {
    return path.join(this.directory, `${id}.training`);
  }

  async write(id: Hex, lanes: Float32Array): Promise<void> {
    await writeAtomically(this.fileOf(id), encodeTraining(id, lanes));
  }

  /** Throws {@link MissingTrainingError} and {@link CorruptTrainingError}. */
  async read(id: Hex): Promise<Float32Array<ArrayBuffer>> {
    const bytes = await readFile(this.fileOf(id)).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new MissingTrainingError(id, cause);
      throw cause; // no permission, no disk: not ours to explain
    });
    return decodeTraining(id, bytes, this.#laneCount);
  }

  async stateOf(id: Hex): Promise<TrainingState> {
    try {
      await this.read(id);
      return "kept";
    } catch (error) {
      if (error instanceof MissingTrainingError) return "missing";
      if (error instanceof CorruptTrainingError) return "corrupt";
      throw error;
    }
  }
}

export class MissingTrainingError extends BaseError {
  readonly code = "CONTENT_TRAINING_MISSING";
  readonly id: Hex;

  constructor(id: Hex, cause: unknown) {
    super(`Expected ${id}.training, found none. Let workers finish the plan, or copy the file from where they did.`, {
      cause,
    });
    this.id = id;
  }
}
