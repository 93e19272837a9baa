import { writeFileSync } from "node:fs";
import path from "node:path";

import { buildVectors } from "./build.js";

// Writes the shared vectors beside this file: npx tsx test/vectors/generate.ts
for (const [name, text] of buildVectors()) writeFileSync(path.join(import.meta.dirname, name), text);
