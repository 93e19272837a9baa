import os from "node:os";

/** Where and when figures were measured. `loadAverage`: of the last minute, when the measuring ended. */
export type Where = {
  readonly date: string;
  readonly machine: string;
  readonly loadAverage: number | undefined;
};

export function measuredHere(): Where {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${String(os.availableParallelism())} × ${os.cpus()[0]?.model ?? "unknown"}, Node ${process.version}`,
    loadAverage: os.loadavg()[0],
  };
}

export function whereText({ date, machine, loadAverage }: Where): string {
  return `${date}, ${machine}; load average ${loadAverage?.toFixed(1) ?? "unknown"}.`;
}
