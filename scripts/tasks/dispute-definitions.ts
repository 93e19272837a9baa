import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { defineVerb, PUBLISHED, text } from "./helpers/define-verb.js";

/** The verbs of `npx hardhat dispute`. */
export const DISPUTE_TASKS: TaskDefinition[] = [
  emptyTask("dispute", "Disputes about what no contract recomputes").build(),
  defineVerb(["dispute", "open"], {
    description: "Run a row of a batch, or a model's recipe, again and dispute it, with a bond",
    example: "--model 1 --bucket 0 --row 3",
  })
    .addOption(text("model", "The model's id"))
    .addOption(text("bucket", "The bucket that the batch answers (default: the manifest is disputed)"))
    .addOption(text("row", "The row's place from 0"))
    .addOption(PUBLISHED)
    .setAction(() => import("./dispute-open.js"))
    .build(),
  defineVerb(["dispute", "show"], {
    description: "Show a dispute: its phase, sides, panel and outcome as things are",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .setAction(() => import("./dispute-show.js"))
    .build(),
  defineVerb(["dispute", "answer"], {
    description: "Run what is disputed again and defend it, with a bond",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("answers", "What the host kept, openledger-answers-v1, where the row's texts are not published"))
    .addOption(PUBLISHED)
    .setAction(() => import("./dispute-answer.js"))
    .build(),
  defineVerb(["dispute", "difference"], {
    description: "Show the first step at which the two published re-runs part",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(PUBLISHED)
    .setAction(() => import("./dispute-difference.js"))
    .build(),
  defineVerb(["dispute", "join"], {
    description: "Volunteer for the panel, as an attestor",
    example: "--dispute 1 --account 2",
  })
    .addOption(text("dispute", "The dispute's id"))
    .setAction(() => import("./dispute-join.js"))
    .build(),
  defineVerb(["dispute", "draw"], {
    description: "Draw the panel, waiting for the block of the lot (mining on a local node)",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .setAction(() => import("./dispute-draw.js"))
    .build(),
  defineVerb(["dispute", "seal"], {
    description: "Publish the disputed row's texts so that the drawn panel alone can read them",
    example: "--dispute 1 --answers answers.json",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("answers", "What the host kept of its answers, openledger-answers-v1"))
    .addOption(PUBLISHED)
    .setAction(() => import("./dispute-seal.js"))
    .build(),
  defineVerb(["dispute", "unseal"], {
    description: "As a member of the panel: open the sealed texts, run the row again and tell the verdict",
    example: "--dispute 1 --sealing-key sealing.key --out transcripts.json",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("sealingKey", "File of the secret whose key the account described itself with"))
    .addOption(text("out", "Also write the texts to this new file, readable by its owner alone"))
    .addOption(PUBLISHED)
    .setAction(() => import("./dispute-unseal.js"))
    .build(),
  defineVerb(["dispute", "commit"], {
    description: "Commit a vote, as a member of the panel",
    example: "--dispute 1 --verdict refuted",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("verdict", "On what stands: upheld or refuted"))
    .addOption(text("salt", "32 bytes of hex (default: random); needed to reveal"))
    .setAction(() => import("./dispute-commit.js"))
    .build(),
  defineVerb(["dispute", "reveal"], {
    description: "Reveal the vote that was committed",
    example: "--dispute 1 --verdict refuted --salt 0x…",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("verdict", "On what stands: upheld or refuted"))
    .addOption(text("salt", "What it was committed with"))
    .setAction(() => import("./dispute-reveal.js"))
    .build(),
  defineVerb(["dispute", "appeal"], {
    description: "Ask governance to change the outcome, with a bond",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .setAction(() => import("./dispute-appeal.js"))
    .build(),
  defineVerb(["dispute", "rule"], {
    description: "Decide an appeal, as the owner of Parameters",
    example: "--dispute 1 --verdict upheld",
  })
    .addOption(text("dispute", "The dispute's id"))
    .addOption(text("verdict", "On what stands: upheld or refuted"))
    .setAction(() => import("./dispute-rule.js"))
    .build(),
  defineVerb(["dispute", "settle"], {
    description: "Carry out the outcome and divide the bonds",
    example: "--dispute 1",
  })
    .addOption(text("dispute", "The dispute's id"))
    .setAction(() => import("./dispute-settle.js"))
    .build(),
  defineVerb(["dispute", "collect"], {
    description: "Pay out what settled disputes left to an account",
    example: "--account 1",
  })
    .addOption(text("owner", "Whose (default: the account's); anybody may send it"))
    .setAction(() => import("./dispute-collect.js"))
    .build(),
];
