import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const BOOTSTRAP = fileURLToPath(new URL("../../scripts/bootstrap", import.meta.url));

/** What the npm of a test leaves where a Node was wanted: one that runs, one that says it is old, one that only says it is new, none. */
export type Binary = "good" | "old" | "liar" | "none";

/** What the npm of a test does. Where it says nothing it fails, as without a network. */
export type NpmPlan = {
  /** Package, without its version, to the binary it brings. */
  readonly nodes?: Readonly<Record<string, Binary>>;
  readonly ci?: "good" | "without-native";
};

/** One call of npm: its words, and the Node it ran under. */
export type NpmCall = { readonly args: readonly string[]; readonly node: string };

export type Outcome = {
  readonly code: number;
  readonly stderr: string;
  /** What the command was started with, if it was. */
  readonly started: { readonly args: readonly string[]; readonly node: string; readonly path: string } | undefined;
  /** The calls of npm that this run made. */
  readonly calls: readonly NpmCall[];
};

export type RunOptions = {
  readonly npm?: NpmPlan;
  /** What the host's Node says of itself; default: the truth. */
  readonly version?: string;
  /** The host's Node; default: the one that runs the tests. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** A bare clone in which nothing but the bootstrap is real: npm, the packages and the commands are a few lines each. */
export type Checkout = {
  readonly file: (name: string) => string;
  readonly run: (words: readonly string[], options?: RunOptions) => Promise<Outcome>;
  readonly remove: () => Promise<void>;
};

export async function openCheckout(): Promise<Checkout> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), "openledger bootstrap-"))); // with a space, as people have
  const file = (name: string): string => path.join(root, name);
  await cp(BOOTSTRAP, file("scripts/bootstrap"), { recursive: true });
  await writeFile(file("package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(file("package-lock.json"), '{ "lockfileVersion": 3 }\n');
  await mkdir(file("outside"));
  await writeFile(file("outside/package.json"), "{}\n");
  await writeFile(file("outside/npm-cli.js"), FAKE_NPM);
  await writeFile(file("outside/npm"), `#!/bin/sh\nexec "${process.execPath}" "${file("outside/npm-cli.js")}" "$@"\n`);
  await chmod(file("outside/npm"), 0o755);

  const run = async (words: readonly string[], options: RunOptions = {}): Promise<Outcome> => {
    await rm(file("outside/started.json"), { force: true });
    await writeFile(file("outside/calls.jsonl"), "");
    const preload = file("outside/version.cjs");
    await writeFile(preload, pretending(options.version ?? ""));
    const env = {
      ...process.env,
      npm_execpath: file("outside/npm-cli.js"),
      FAKE_NPM: JSON.stringify({ outside: file("outside"), real: process.execPath, ...options.npm }),
      ...options.env,
    };
    const args = options.version === undefined ? [] : ["--require", preload];
    const bootstrap = [...args, file("scripts/bootstrap/run.mjs"), ...words];
    const { code, stderr } = await runNode(options.node ?? process.execPath, bootstrap, env);
    const calls = (await readFile(file("outside/calls.jsonl"), "utf8")).split("\n").filter((line) => line !== "");
    const started = await readFile(file("outside/started.json"), "utf8").catch(() => "null");
    return {
      code,
      stderr,
      started: (JSON.parse(started) as Outcome["started"] | null) ?? undefined,
      calls: calls.map((line) => JSON.parse(line) as NpmCall),
    };
  };
  return { file, run, remove: () => rm(root, { recursive: true }) };
}

function runNode(
  node: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stderr }));
  });
}

/** Makes a process believe it is another Node; its children know better. */
function pretending(version: string): string {
  return `Object.defineProperty(process, "version", { value: ${JSON.stringify(version)} });\n`;
}

/** Writes down how it was called, then does as FAKE_NPM says. */
const FAKE_NPM = `
const { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const plan = JSON.parse(process.env.FAKE_NPM);
const args = process.argv.slice(2);
appendFileSync(path.join(plan.outside, "calls.jsonl"), JSON.stringify({ args, node: process.version }) + "\\n");

if (args[0] === "install") {
  const spec = args.find((each) => /^[a-z0-9-]+@[0-9.]+$/.test(each));
  const name = spec.split("@")[0];
  const binary = plan.nodes?.[name];
  if (binary === undefined) process.exit(1);
  const home = path.join(args[args.indexOf("--prefix") + 1], "node_modules", name);
  mkdirSync(path.join(home, "bin"), { recursive: true });
  writeFileSync(path.join(home, "package.json"), "{}");
  const real = (words) => 'exec "' + plan.real + '" ' + words + ' "$@"';
  const script = {
    good: real(""),
    old: "echo v18.20.0",
    liar: 'if [ "$1" = --version ]; then echo v24.0.0; exit; fi\\n' + real('--require "' + plan.outside + '/version.cjs"'),
  }[binary];
  if (script !== undefined) {
    writeFileSync(path.join(home, "bin", "node"), "#!/bin/sh\\n" + script + "\\n");
    chmodSync(path.join(home, "bin", "node"), 0o755);
  }
} else if (args[0] === "ci") {
  rmSync("node_modules", { recursive: true, force: true });
  if (plan.ci === undefined) process.exit(1);
  const put = (name, text) => {
    mkdirSync(path.join("node_modules", name), { recursive: true });
    writeFileSync(path.join("node_modules", name, "index.cjs"), text);
    writeFileSync(path.join("node_modules", name, "package.json"), '{ "main": "index.cjs" }');
  };
  if (plan.ci !== "without-native") put("@nomicfoundation/edr", "");
  // Stands for every command: it is loaded before the command's script, says so, and ends.
  put("tsx", \`

    const started = { args: process.argv.slice(1), node: process.version, path: process.env.PATH };
    require("node:fs").writeFileSync(\${JSON.stringify(path.join(plan.outside, "started.json"))}, JSON.stringify(started));
    process.exit(7);
  \`);
}
`;
