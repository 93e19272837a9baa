import { spawn } from "node:child_process";

import { terminalEnvironment } from "./command-line.js";
import { HARDHAT_CLI } from "./local-node.js";

type LogLine = { readonly event?: string; readonly level: number; readonly [field: string]: unknown };

const WITHIN_MS = 30_000;

/** `npx hardhat watch` in a process of its own, and what it logs. */
export type WatcherProcess = {
  readonly log: readonly LogLine[];
  /** The first line of that event, of those that were not returned before; waits for it. */
  readonly next: (event: string) => Promise<LogLine>;
  /** Ends it and waits until it has. */
  readonly end: (signal: NodeJS.Signals) => Promise<{ readonly code: number | null; readonly stdout: string }>;
};

export function startWatcher(url: string, words: readonly string[]): WatcherProcess {
  const child = spawn(process.execPath, [HARDHAT_CLI, "watch", ...words], { env: terminalEnvironment(url) });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const log: LogLine[] = [];
  let [stdout, rest, read] = ["", "", 0];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) log.push(line.startsWith("{") ? (JSON.parse(line) as LogLine) : { level: 0, line });
  });
  return {
    log,
    next: async (event) => {
      for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline;) {
        while (read < log.length) {
          const line = log[read++]!;
          if (line.event === event) return line;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill("SIGKILL");
      throw new Error(`Expected ${event}, got ${JSON.stringify(log.slice(-5))}`);
    },
    end: async (signal) => {
      child.kill(signal);
      return { code: await ended, stdout };
    },
  };
}
