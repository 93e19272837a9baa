import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";

const PREFIX = ".demo-";

/** A folder beside the directory to write in until everything is there; what killed runs left of theirs is removed. */
export async function openDraft(directory: string): Promise<string> {
  const parent = path.dirname(directory);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(PREFIX)) await rm(path.join(parent, name), { recursive: true });
  }
  return mkdtemp(path.join(parent, PREFIX));
}

/** Puts a finished draft in the directory's place. At every moment the directory is the old one, whole, or the new one, or none. */
export async function publishDraft(draft: string, directory: string): Promise<void> {
  const old = path.join(await mkdtemp(path.join(path.dirname(directory), PREFIX)), "old");
  await rename(directory, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error; // the first run
  });
  await rename(draft, directory);
  await rm(path.dirname(old), { recursive: true });
}
