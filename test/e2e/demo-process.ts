// The demonstration in a process of its own, to be killed: writes to the directory it is given, tells its progress on stderr.
import hre from "hardhat";

import { runDemo } from "../../scripts/demo/demo.js";
import { Progress } from "../../scripts/demo/progress.js";

const progress = new Progress((text) => process.stderr.write(text), false);
await runDemo(hre, { directory: process.argv[2]!, progress });
