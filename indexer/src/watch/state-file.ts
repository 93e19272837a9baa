import { readFile } from "node:fs/promises";

import { BaseError } from "../../../engine/src/core/errors.js";
import { writeAtomically } from "../../../engine/src/io/store/write-atomically.js";
import type { Report } from "./watch-event.js";
import { decodeWatchState, emptyState, encodeWatchState, type WatchState } from "./watch-state.js";

/** The state of an earlier run with the same scope; an empty one where there is none that can be read. */
export async function readState(file: string, scope: string, report: Report): Promise<WatchState> {
  try {
    const state = decodeWatchState(new Uint8Array(await readFile(file)));
    if (state.scope === scope) return state;
    report({ event: "forgotten", detail: `it was kept for ${state.scope}` });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyState(scope);
    if (!(error instanceof BaseError)) throw error; // no permission, no disk: it could not be written either
    report({ event: "forgotten", detail: error.message });
  }
  return emptyState(scope);
}

/** Where a watcher keeps its state; written whole or not at all, and only when there is something new. */
export class StateFile {
  readonly #file: string;
  #written: Uint8Array = new Uint8Array();

  constructor(file: string) {
    this.#file = file;
  }

  async write(state: WatchState): Promise<void> {
    const bytes = encodeWatchState(state);
    if (Buffer.compare(bytes, this.#written) === 0) return;
    await writeAtomically(this.#file, bytes);
    this.#written = bytes;
  }
}
