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
  /** Shows what it printed only at its end, as another step prints meanwhile. */
  readonly held?: boolean;
  /** Set for this program, beside what is set for all. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Keeps stdout for somebody else. */
  readonly quiet?: boolean;
};

export type StepResult = {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
};

/** Runs a step and shows its output. A runner that fails without a failing test still counts as a failure. */
export async function runStep(step: Step): Promise<StepResult> {
  const { name, counts = false } = step;
  const start = performance.now();
  const { code, output } = await runAndTee(step);
  const seconds = (performance.now() - start) / 1000;

  const { passed, failed } = counts ? countTests(output) : { passed: Number(code === 0), failed: 0 };
  // A test runner that ran nothing proved nothing.
  const broken = code !== 0 || passed === 0;
  return { name, passed, failed: broken ? Math.max(failed, 1) : failed, seconds };
}

function runAndTee(step: Step): Promise<{ code: number; output: string }> {
  const { name, command, environment = {}, quiet = false, held = false } = step;
  const [program, ...args] = command;
  const out = quiet ? process.stderr : process.stdout;
  const title = `\n=== ${name}: ${command.join(" ")}\n`;
  if (!held) out.write(title);
  return new Promise((resolve) => {
    const child = spawn(path.join("node_modules", ".bin", program), args, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let [output, kept] = ["", title];
    const show = (text: string, to: NodeJS.WriteStream) => {
      if (held) kept += text;
      else to.write(text);
    };
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      show(text, out);
    });
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => {
      show(text, process.stderr);
    });
    child.on("error", ({ message }) => {
      process.stderr.write(`${program} cannot be run (${message}). Delete node_modules and run again.\n`);
      resolve({ code: 1, output });
    });
    child.on("close", (code) => {
      if (held) out.write(kept);
      resolve({ code: code ?? 1, output });
    });
  });
}
