import { spawn } from "node:child_process";
import { once } from "node:events";

import { terminalEnvironment } from "./command-line.js";
import { HARDHAT_CLI } from "./local-node.js";

/** `npx hardhat responses serve` in a process of its own. */
export async function serveResponses(
  nodeUrl: string,
): Promise<{ readonly url: string; readonly end: () => Promise<number> }> {
  const env = terminalEnvironment(nodeUrl);
  const words = ["responses", "serve", "--port", "0"];
  const child = spawn(process.execPath, [HARDHAT_CLI, ...words], { env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit") as Promise<[number]>;
  const url = await new Promise<string>((resolve, reject) => {
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      const [found] = /postgres:\S+?(?=,)/.exec(told) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(([code]) => reject(new Error(`Expected a queue, it ended with ${String(code)}: ${told}`)));
  });
  return {
    url,
    end: async () => {
      child.kill("SIGTERM");
      const [code] = await ended;
      return code;
    },
  };
}
