import { ImportError } from "./import-error.js";

/** Which of a file's lanes a model is scored on: runs of lanes, ascending, apart from each other. */
export type LaneChoice = {
  /** Lanes that the files have. */
  readonly of: number;
  readonly runs: readonly (readonly [first: number, count: number])[];
};

/** A vector's lanes fill words of 32 bytes: contracts multiply words. */
const WORD_LANES = 32;
/** `Manifest.lanes` is a uint32. */
const MAX_LANES = 2 ** 32 - WORD_LANES;

/**
 * Reads a choice: `all`, or first and last lanes like `0-511,1024-1535`.
 * @param of lanes that the files have. Throws {@link ImportError} LANES.
 */
export function parseLaneChoice(text: string, of: number): LaneChoice {
  const choice = text === "all" ? { of, runs: [[0, of] as const] } : { of, runs: text.split(",").map(parseRun) };
  requireLaneChoice(choice, text);
  return choice;
}

/** Throws {@link ImportError} LANES unless the choice is one of lanes that are there. */
export function requireLaneChoice({ of, runs }: LaneChoice, shown: string): void {
  const ends = runs.map(([first, count]) => first + count);
  const isRight =
    runs.length > 0 &&
    runs.every(([first, count], i) => count > 0 && first >= (i === 0 ? 0 : ends[i - 1]!)) &&
    ends.at(-1)! <= of &&
    of <= MAX_LANES;
  if (isRight) return;
  throw new ImportError("LANES", {
    expected: `"all" or runs of lanes within 0-${of - 1}, ascending and apart, like 0-511,1024-1535`,
    given: shown.slice(0, 120),
    todo: "Choose lanes that the vectors have.",
  });
}

/** Lanes of the model's vectors: the chosen ones, filled with zeros up to whole words, which change no product. */
export function laneCountOf({ runs }: LaneChoice): number {
  const chosen = runs.reduce((sum, [, count]) => sum + count, 0);
  return Math.ceil(chosen / WORD_LANES) * WORD_LANES;
}

/** Copies the chosen lanes of a row into `into`, whose other places stay as they are. */
export function pickLanes<Lanes extends Float32Array | Int8Array>(
  { runs }: LaneChoice,
  row: Lanes,
  into: Lanes,
): Lanes {
  let at = 0;
  for (const [first, count] of runs) {
    into.set(row.subarray(first, first + count), at);
    at += count;
  }
  return into;
}

function parseRun(text: string): readonly [number, number] {
  const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(text.trim()) ?? [];
  return first === undefined ? [-1, 0] : [Number(first), Number(last) - Number(first) + 1];
}
