import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** Starts the definition of a verb with the options that all have. The example becomes part of its help. */
export function defineVerb(id: string | string[], { description, example }: { description: string; example: string }) {
  const words = typeof id === "string" ? id : id.join(" ");
  return task(id, `${description}. Example: npx hardhat ${words} ${example}`)
    .addFlag({ name: "json", description: "Print one JSON document; amounts in token base units, as decimal strings" })
    .addOption(
      text("account", "Which of the network's accounts: its place from 0, or its address (default: the first)"),
    )
    .addOption({ name: "deployments", description: "Directory of the deployment files", defaultValue: "deployments" });
}

/** An option that may be left out. Its text is parsed by the verb, so that a bad one is a usage error in our words. */
export function text<N extends string>(name: N, description: string) {
  return { name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT, defaultValue: undefined } as const;
}

/** The directory of contributions and bundles. */
export const PUBLISHED = {
  name: "published",
  description: "Directory of published files: contributions and bundles",
  defaultValue: "published",
} as const;
