import { emptyTask } from "hardhat/config";
import type { TaskDefinition } from "hardhat/types/tasks";

import { defineVerb, PUBLISHED, text } from "./helpers/define-verb.js";

/** The verbs of trainers. */
export const MODEL_TASKS: TaskDefinition[] = [
  emptyTask("model", "Models").build(),
  defineVerb(["model", "register"], {
    description: "Train a model on frozen Datanet versions, publish its bundle and register it",
    example: "--versions 1:1,2:1",
  })
    .addOption(text("versions", "Datanet versions, e.g. 1:1,2:3"))
    .addOption(text("recipe", "Training recipe, a JSON file (default: the engine's)"))
    .addOption(text("trainings", "Directory of trainings that workers did (default: train here)"))
    .addOption(PUBLISHED)
    .setAction(() => import("./model-register.js"))
    .build(),
  defineVerb(["model", "cells"], {
    description: "Write the cells and held-out text of frozen Datanet versions, for a model that is trained elsewhere",
    example: "--versions 1:1,2:1 --out cells.json",
  })
    .addOption(text("versions", "Datanet versions, e.g. 1:1,2:3"))
    .addOption(text("cellBytes", "Wanted bytes of a cell (default: 512)"))
    .addOption(text("out", "File to write, openledger-cells-v1"))
    .addOption(PUBLISHED)
    .setAction(() => import("./model-cells.js"))
    .build(),
  defineVerb(["model", "import"], {
    description: "Check the vectors of a model that was trained elsewhere, publish its bundle and register it",
    example: "--responses responses.safetensors --queries queries.safetensors --weights weights.safetensors",
  })
    .addOption(text("responses", "Its responses, one a cell, a safetensors file"))
    .addOption(text("queries", "The queries of the versions' held-out text, a safetensors file"))
    .addOption(text("weights", "Its trained weights, a safetensors file"))
    .addOption(
      text("lanes", "Which lanes to score on: all, or first and last ones like 0-511,1024-1535 (default: all)"),
    )
    .addOption(text("width", "int8, the only one that contracts multiply (default: int8)"))
    .addFlag({ name: "dryRun", description: "Check and publish, and register nothing" })
    .addOption(PUBLISHED)
    .setAction(() => import("./model-import.js"))
    .build(),
];
