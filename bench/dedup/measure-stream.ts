import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { DedupTally } from "../../engine/src/io/dedup/dedup-stream.js";
import { writeSplice } from "./splice.js";

export type StreamResult = DedupTally & {
  readonly chunkingMbPerCpuSecond: number;
  readonly signingMbPerCpuSecond: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Largest resident set of the process. */
  readonly peakMemoryBytes: number;
};

/** Writes `bytes` of spliced text and dedups them in a process of their own. */
export async function measureStream(bytes: number): Promise<StreamResult> {
  const directory = await mkdtemp(join(tmpdir(), "openledger-splice-"));
  try {
    return JSON.parse(await output(await writeSplice(directory, { bytes, fileBytes: 64e6 }))) as StreamResult;
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function output(paths: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL("stream.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, ...paths], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const part of child.stdout) text += String(part);
  return text;
}
