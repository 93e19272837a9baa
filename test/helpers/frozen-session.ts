import { writeFile } from "node:fs/promises";

import { chunkContribution } from "../../engine/src/core/text/chunk-contribution.js";
import { openTerminal, type Terminal } from "./command-line.js";
import { startNode } from "./local-node.js";
import { passage } from "./passage.js";

/** A node on which Datanet 1 is frozen, with a speech of each of two people, and a terminal beside it. */
export type FrozenSession = {
  readonly terminal: Terminal;
  /** The option that names the published files. */
  readonly published: readonly [string, string];
  /** Writes a file of the terminal's and gives its path. */
  readonly file: (name: string, text: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export async function openFrozenSession(): Promise<FrozenSession> {
  const node = await startNode();
  const terminal = await openTerminal(node.url);
  const published = ["--published", terminal.file("published")] as const;
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(terminal.file(name), text);
    return terminal.file(name);
  };
  await terminal.json("deploy");
  await terminal.json("datanet", "create", "--domain", "speeches");
  for (const contributor of [1, 2]) {
    const speech = await file(`speech-${String(contributor)}.txt`, passage(contributor));
    const words = ["contribute", speech, "--datanet", "1", "--licence", "CC0-1.0", "--account", String(contributor)];
    await terminal.json(...words, ...published);
    await terminal.json("review", "--contribution", String(contributor), "--decision", "accept");
  }
  await terminal.json("freeze", "--datanet", "1");
  const close = async (): Promise<void> => {
    await terminal.close();
    await node.stop();
  };
  return { terminal, published, file, close };
}

/** The chunks of a contributor's speech. */
export function speechChunks(contributor: number): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(passage(contributor));
  return chunkContribution(bytes, { maxBytes: bytes.length }).chunks;
}
