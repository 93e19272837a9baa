import { spawn } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";

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

  const passed = counts ? total(output, "passing") : Number(code === 0);
  const counted = counts ? total(output, "failing") : 0;
  // A test runner that ran nothing proved nothing.
  const broken = code !== 0 || (counts && passed === 0);
  return { name, passed, failed: broken ? Math.max(counted, 1) : counted, seconds };
}

/** Sums every `N passing` (or failing) line: Hardhat prints one for each of its runners. */
function total(output: string, word: "passing" | "failing"): number {
  // eslint-disable-next-line no-control-regex -- colours stand between the number and its word
  const plain = output.replace(/\u001b\[[0-9;]*m/g, "");
  return [...plain.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, "gm"))].reduce((sum, match) => sum + Number(match[1]), 0);
}

function runAndTee(
  [program, ...args]: Step["command"],
  out: NodeJS.WriteStream,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join("node_modules", ".bin", program), args, {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      out.write(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
