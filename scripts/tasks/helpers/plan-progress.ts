import type { PlanStatus } from "../../../engine/src/io/queue/plan-status.js";

/** How far a plan is, for people: `12 of 65 trainings, 2 under way, about 3 min left`. */
export function planProgress({ total, done, active, failed, secondsLeft }: PlanStatus): string {
  const parts = [
    `${String(done)} of ${String(total)} trainings`,
    active > 0 ? `${String(active)} under way` : undefined,
    failed.length > 0 ? `${String(failed.length)} given up` : undefined,
    secondsLeft === undefined ? undefined : `about ${durationText(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** Seconds, minutes or hours, whichever is read at a glance. */
function durationText(seconds: number): string {
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
