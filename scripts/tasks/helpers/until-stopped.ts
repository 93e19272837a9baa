const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A signal that is given when somebody wants the process to end: what runs can finish what it is at. A second time ends it at once. */
export function untilStopped(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  for (const each of SIGNALS) process.once(each, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const each of SIGNALS) process.off(each, stop);
    },
  };
}
