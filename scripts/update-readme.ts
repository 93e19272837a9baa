/** Copies sections of the last `npm start`'s report into the README, between its `report:` markers. */
import { readFile, writeFile } from "node:fs/promises";

import { withReportSections } from "./demo/readme-sections.js";

const report = await readFile("reports/demo/report.txt", "utf8");
await writeFile("README.md", withReportSections(await readFile("README.md", "utf8"), report));
