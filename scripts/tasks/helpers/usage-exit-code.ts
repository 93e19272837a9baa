import { EXIT } from "./exit-code.js";

let began = false;

/** Tells that a verb's own code runs: from here on it sets the exit code itself. */
export function started(): void {
  began = true;
}

/**
 * Hardhat ends with 1 when it cannot parse a command line. For our verbs a failure before their code began is a usage error.
 * @param verbs the first words of our tasks.
 */
export function mapUsageErrors(verbs: readonly string[]): void {
  if (!verbs.includes(firstWord(process.argv.slice(2)) ?? "")) return;
  process.once("exit", (code) => {
    if (!began && code === EXIT.failure) process.exitCode = EXIT.usage;
  });
}

/** The task on a command line: the first word that is neither an option nor the value of one of Hardhat's own. */
function firstWord(argv: readonly string[]): string | undefined {
  return argv.find((word, i) => !word.startsWith("-") && !VALUED.has(argv[i - 1] ?? ""));
}

const VALUED = new Set(["--network", "--config", "--build-profile", "--verbosity"]);
