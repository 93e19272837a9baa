import { spawn } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";

import { countTests } from "./count-tests.js";

export type Step = {
  readonly name: string;
  /** A program of node_modules/.bin and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Whether the program is a test runner that prints `N passing` and `N failing`; else the step counts as one check. */
  readonly counts?: boolean;
  /** Keeps stdout for somebody else. */
  readonly quiet?: boolean;
};

export type StepResult = {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
};

/** Runs a step with its output shown as it comes. A runner that fails without a failing test still counts as a failure. */
export async function runStep({ name, command, counts = false, quiet = false }: Step): Promise<StepResult> {
  const out = quiet ? process.stderr : process.stdout;
  out.write(`\n=== ${name}: ${command.join(" ")}\n`);
  const start = performance.now();
  const { code, output } = await runAndTee(command, out);
  const seconds = (performance.now() - start) / 1000;

  const { passed, failed } = counts ? countTests(output) : { passed: Number(code === 0), failed: 0 };
  // A test runner that ran nothing proved nothing.
  const broken = code !== 0 || passed === 0;
  return { name, passed, failed: broken ? Math.max(failed, 1) : failed, seconds };
}

function runAndTee(
  [program, ...args]: Step["command"],
  out: NodeJS.WriteStream,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(path.join("node_modules", ".bin", program), args, {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      out.write(text);
    });
    child.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    child.on("error", ({ message }) => {
      process.stderr.write(`${program} cannot be run (${message}). Delete node_modules and run again.\n`);
      resolve({ code: 1, output });
    });
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
