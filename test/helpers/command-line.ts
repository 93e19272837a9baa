import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { HARDHAT_CLI } from "./local-node.js";

export type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A person at a terminal, with a directory of their own. */
export type Terminal = {
  readonly directory: string;
  /** `npx hardhat <words>` on the chain at the terminal's URL. */
  readonly run: (...words: readonly string[]) => Promise<Outcome>;
  /** The same on another chain. */
  readonly at: (url: string, ...words: readonly string[]) => Promise<Outcome>;
  /** The same without the terminal's own deployments. */
  readonly bare: (...words: readonly string[]) => Promise<Outcome>;
  /** The same with --json, parsed. Fails unless it ended with 0. */
  readonly json: (...words: readonly string[]) => Promise<Record<string, unknown>>;
  readonly file: (name: string) => string;
  readonly close: () => Promise<void>;
};

export async function openTerminal(url: string): Promise<Terminal> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "openledger-cli-"));
  const file = (name: string): string => path.join(directory, name);
  const places = ["--deployments", file("deployments")];
  const run = (...words: readonly string[]): Promise<Outcome> => hardhat([...words, ...places], url);
  return {
    directory,
    run,
    at: (elsewhere, ...words) => hardhat([...words, ...places], elsewhere),
    bare: (...words) => hardhat(words, url),
    file,
    json: async (...words) => {
      const { code, stdout, stderr } = await run(...words, "--json");
      if (code !== 0) throw new Error(`hardhat ${words.join(" ")} ended with ${String(code)}: ${stderr}`);
      return JSON.parse(stdout) as Record<string, unknown>;
    },
    close: () => rm(directory, { recursive: true }),
  };
}

/** What tells Hardhat that nobody watches, whereupon it shows stacks: a terminal is a person's wherever the tests run. */
const UNATTENDED = [
  "GITHUB_ACTIONS",
  "NOW",
  "DEPLOYMENT_ID",
  "CODEBUILD_BUILD_NUMBER",
  "CI",
  "CONTINUOUS_INTEGRATION",
  "BUILD_NUMBER",
  "RUN_ID",
];

/** The environment of a command on the chain at `url`. */
export function terminalEnvironment(url: string): Readonly<Record<string, string | undefined>> {
  const inherited = Object.entries(process.env).filter(([name]) => !UNATTENDED.includes(name));
  return {
    ...Object.fromEntries(inherited),
    OPENLEDGER_RPC_URL: url,
    NO_COLOR: "1",
    HARDHAT_DISABLE_TELEMETRY_PROMPT: "true",
  };
}

function hardhat(words: readonly string[], url: string): Promise<Outcome> {
  const env = terminalEnvironment(url);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [HARDHAT_CLI, ...words], { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
