import type { SizeFigures } from "./measure.js";

/** What all responses of a number of cells cost. */
export type Cost = {
  readonly cells: number;
  /** Whether a training of this size was timed, or its time is that of the largest in proportion. */
  readonly isMeasured: boolean;
  readonly secondsEach: number;
  readonly trainingsPerCoreHour: number;
  readonly coreHours: number;
  readonly euros: number;
};

const HOUR_SECONDS = 3600;

/** One training with all cells and one without each. */
export function costs(
  measured: readonly SizeFigures[],
  { beyond, eurosPerCoreHour }: { readonly beyond: readonly number[]; readonly eurosPerCoreHour: number },
): Cost[] {
  const costOf = (cells: number, secondsEach: number, isMeasured: boolean): Cost => {
    const coreHours = ((cells + 1) * secondsEach) / HOUR_SECONDS;
    const trainingsPerCoreHour = HOUR_SECONDS / secondsEach;
    return { cells, isMeasured, secondsEach, trainingsPerCoreHour, coreHours, euros: coreHours * eurosPerCoreHour };
  };
  return [
    ...measured.map(({ cells, cpuSecondsEach }) => costOf(cells, cpuSecondsEach, true)),
    ...beyond.map((cells) => costOf(cells, cells * secondsPerCell(measured), false)),
  ];
}

/** Seconds of a training for each of its cells, at the largest size. */
export function secondsPerCell(measured: readonly SizeFigures[]): number {
  const { cells, cpuSecondsEach } = measured.at(-1)!;
  return cpuSecondsEach / cells;
}

/** By which power of the number of cells the time of a training grew, from the smallest size to the largest; 1 is in proportion. */
export function growthOf(measured: readonly SizeFigures[]): number {
  const [first, last] = [measured[0]!, measured.at(-1)!];
  return Math.log(last.cpuSecondsEach / first.cpuSecondsEach) / Math.log(last.cells / first.cells);
}

/**
 * The most cells whose responses are done within so many core-hours: n · (n + 1) trainings' cells.
 * @param size parameters of the model, in reference models: work for a byte is in proportion to them.
 */
export function cellsWithin(measured: readonly SizeFigures[], coreHours: number, size = 1): number {
  const pairs = (coreHours * HOUR_SECONDS) / (secondsPerCell(measured) * size);
  return Math.floor(Math.sqrt(pairs + 0.25) - 0.5);
}
