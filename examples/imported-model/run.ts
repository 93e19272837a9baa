// `npm run example:import`: the example on an in-process chain. Leaves its files in reports/imported-model.
import { rm } from "node:fs/promises";
import path from "node:path";

import hre from "hardhat";

import { Progress } from "../../scripts/demo/progress.js";
import { amountText } from "../../scripts/helpers/text.js";
import { runImportedModel } from "./economy.js";

const directory = path.resolve(import.meta.dirname, "../../reports/imported-model");
await rm(directory, { recursive: true, force: true });
const live = process.stderr.isTTY && process.env["NO_COLOR"] === undefined;
const progress = new Progress((text) => process.stderr.write(text), live);
const { chain, part, claimed, leaveOneOut, refutedBy, report } = await runImportedModel(hre, { directory, progress });
await chain.close();
console.log(
  `\nForged batch refuted by: ${refutedBy}. Contributors' part ${amountText(part)}, claimed ${amountText(claimed)}. ` +
    `Rank correlation with leave-one-out ${leaveOneOut.toFixed(3)}. Audit: ${report.matches ? "everything is equal" : "differences"}.`,
);
process.exitCode = report.matches ? 0 : 6;
