/** Writes test/engine/golden.json: after a deliberate change of the kernels, the base model or the training. */
import { writeFile } from "node:fs/promises";
import { computeGolden, GOLDEN_PATH } from "../test/engine/golden.js";

await writeFile(GOLDEN_PATH, `${JSON.stringify(await computeGolden(), null, 2)}\n`);
