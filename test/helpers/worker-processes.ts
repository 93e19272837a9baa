import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { WorkerEvent } from "../../engine/src/io/queue/run-worker.js";

const ENTRY = fileURLToPath(new URL("./plan-worker.ts", import.meta.url));

/** A worker's process, and what it said so far. */
export type WorkerProcess = {
  readonly events: readonly WorkerEvent[];
  /** Resolves once it says this, or rejects when it ends without. */
  readonly next: (kind: WorkerEvent["kind"]) => Promise<WorkerEvent>;
  readonly kill: () => void;
  /** Resolves when it is gone: its exit code, or null if it was killed. */
  readonly ended: Promise<number | null>;
};

export function startPlanWorker(...words: readonly string[]): WorkerProcess {
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const events: WorkerEvent[] = [];
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      events.push(JSON.parse(line) as WorkerEvent);
      child.emit("event");
    }
  });
  return { events, ended, next: (kind) => nextOf(kind, { child, events, ended }), kill: () => child.kill("SIGKILL") };
}

function nextOf(
  kind: WorkerEvent["kind"],
  { child, events, ended }: { child: ChildProcess; events: readonly WorkerEvent[]; ended: Promise<number | null> },
): Promise<WorkerEvent> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const event = events.find((each) => each.kind === kind);
      if (event !== undefined) resolve(event);
    };
    child.on("event", look);
    look();
    void ended.then((code) =>
      reject(new Error(`Expected a worker to have ${kind} a training, it ended: ${String(code)}`)),
    );
  });
}
