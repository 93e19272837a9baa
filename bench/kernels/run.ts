// `npm run bench:kernels`: the engine's kernels against jax-js on its WebAssembly backend, one thread each, in turn, in one process. Writes
// bench/results/kernels.json and its parts of docs/speed.md; with --json prints the figures.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { engineHash } from "../../engine/src/io/kernels/load-engine.js";
import { measuredHere } from "../page/where.js";
import { saveFigures, writeSpeedPage } from "../speed/write-page.js";
import { initJax } from "./jax-model.js";
import { measureProduct, type ProductFigures, PRODUCTS } from "./matmul.js";
import type { KernelFigures } from "./page.js";
import { measureTraining } from "./training.js";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const { devDependencies } = JSON.parse(await readFile("package.json", "utf8")) as {
  devDependencies: { "@jax-js/jax": string }; // exact
};

await initJax();
const products: ProductFigures[] = [];
for (const product of PRODUCTS) {
  products.push(await measureProduct(product));
  console.error(products.at(-1));
}
const training = await measureTraining();
console.error(training);

const figures: KernelFigures = {
  format: "openledger-kernels-bench-v1",
  command: "npm run bench:kernels",
  ...measuredHere(),
  engine: await engineHash(),
  jax: devDependencies["@jax-js/jax"],
  products,
  training,
};
await saveFigures("kernels", figures);
await writeSpeedPage();
if (values.json) console.log(JSON.stringify(figures));
