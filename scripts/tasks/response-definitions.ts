import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { defineVerb, PUBLISHED, text } from "./helpers/define-verb.js";

const PLAN = { name: "plan", description: "The plan's file", defaultValue: "responses/plan.json" } as const;
const TRAININGS = {
  name: "trainings",
  description: "Directory of the trainings that were done; all workers share it",
  defaultValue: "responses",
} as const;
const QUEUE = text(
  "queue",
  "The queue's Postgres, e.g. postgres://user@host/database, or what `responses serve` prints",
);

/** The verbs of `npx hardhat responses`. */
export const RESPONSE_TASKS: TaskDefinition[] = [
  emptyTask("responses", "A model's trainings as jobs for any number of machines").build(),
  defineVerb(["responses", "plan"], {
    description: "List the trainings that a model of frozen versions needs, and publish its cells for the workers",
    example: "--versions 1:1,2:1",
  })
    .addOption(text("versions", "Datanet versions, e.g. 1:1,2:3"))
    .addOption(text("recipe", "Training recipe, a JSON file (default: the engine's)"))
    .addOption(PLAN)
    .addOption(PUBLISHED)
    .setAction(() => import("./responses-plan.js"))
    .build(),
  defineVerb(["responses", "serve"], {
    description: "Serve a queue from this process to the workers of this machine, without a Postgres, until stopped",
    example: "--port 5433",
  })
    .addOption({ name: "port", description: "Port on this machine, 0 for a free one", defaultValue: "5433" })
    .setAction(() => import("./responses-serve.js"))
    .build(),
  defineVerb(["responses", "work"], {
    description: "Do a plan's trainings, as one of any number of workers, until none is left",
    example: "--queue postgres://postgres@127.0.0.1:5433/postgres --threads 2",
  })
    .addOption(QUEUE)
    .addOption(text("threads", "Trainings at a time (default: as many as there are processors)"))
    .addOption({
      name: "patience",
      description: "Seconds of silence after which a worker's job is given to another, at least 10",
      defaultValue: "30",
    })
    .addFlag({ name: "again", description: "Try trainings again that were given up" })
    .addOption(PLAN)
    .addOption(TRAININGS)
    .addOption(PUBLISHED)
    .setAction(() => import("./responses-work.js"))
    .build(),
  defineVerb(["responses", "status"], {
    description: "Show how far a plan is and which of its trainings failed, and why",
    example: "--queue postgres://postgres@127.0.0.1:5433/postgres",
  })
    .addOption({ ...QUEUE, description: `${QUEUE.description} (default: only count what is done)` })
    .addOption(PLAN)
    .addOption(TRAININGS)
    .setAction(() => import("./responses-status.js"))
    .build(),
  defineVerb(["responses", "merge"], {
    description: "Check all trainings of a plan and make its responses of them: the bytes of a single process",
    example: "--plan responses/plan.json",
  })
    .addOption(PLAN)
    .addOption(TRAININGS)
    .addOption(PUBLISHED)
    .setAction(() => import("./responses-merge.js"))
    .build(),
];
