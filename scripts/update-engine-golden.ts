/** Writes test/engine/golden.json: after a deliberate change of the kernels, the base model or the training. */
import { writeFile } from "node:fs/promises";
import { computeGolden, GOLDEN_PATH } from "../test/engine/golden.js";
import { inProcess } from "../test/engine/support.js";

const golden = await computeGolden({ pool: inProcess, request: 32 });
await writeFile(GOLDEN_PATH, `${JSON.stringify(golden, null, 2)}\n`);
