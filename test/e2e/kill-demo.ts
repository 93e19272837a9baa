import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ENTRY = fileURLToPath(new URL("./demo-process.ts", import.meta.url));

/** Runs the demonstration in a process of its own and kills it, without warning, once its progress says these words. */
export function killDemo(directory: string, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", ENTRY, directory], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      if (told.includes(words)) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal === "SIGKILL" && told.includes(words)) resolve();
      else reject(new Error(`Expected to kill it at "${words}", it ended with ${String(code ?? signal)}:\n${told}`));
    });
  });
}
