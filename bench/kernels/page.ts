import { markdownTable } from "../page/sections.js";
import { type Where, whereText } from "../page/where.js";
import type { ProductFigures } from "./matmul.js";
import type { TrainingFigures } from "./training.js";

/** bench/results/kernels.json. */
export type KernelFigures = Where & {
  readonly format: "openledger-kernels-bench-v1";
  readonly command: string;
  readonly engine: string;
  /** Version of `@jax-js/jax`. */
  readonly jax: string;
  readonly products: readonly ProductFigures[];
  readonly training: TrainingFigures;
};

/** How many times faster than jax-js, at least. */
const TARGETS = { product: 1.3, training: 3 } as const;

/** Parts of docs/speed.md. */
export function kernelSections(figures: KernelFigures): Record<string, string> {
  const { jax, products, training } = figures;
  const lead = `${whereText(figures)} \`@jax-js/jax\` ${jax}. Processor time.`;
  const productRows = products.map(({ name, m, n, k, packing, packed, jax: other, ratio }) => [
    name,
    `${String(m)}×${String(k)} · ${String(k)}×${String(n)}`,
    ...[packing, packed, other].map((rate) => rate.toFixed(1)),
    verdict(ratio, TARGETS.product),
  ]);
  const { windows, windowBytes, ours, jax: other, ratio } = training;
  const trainingRow = [
    `${String(windows)} windows of ${String(windowBytes)} bytes`,
    ...[ours, other].map((seconds) => (1000 * seconds).toFixed(1)),
    ((windows * windowBytes) / ours / 1000).toFixed(0),
    verdict(ratio, TARGETS.training),
  ];
  return {
    products: `${lead}\n\n${markdownTable(
      ["product", "shape", "ours, GFLOP/s", "packed before, GFLOP/s", "jax-js, GFLOP/s", "times as fast (≥ 1.3)"],
      productRows,
    )}`,
    training: `${lead}\n\n${markdownTable(
      ["a training step", "ours, ms", "jax-js, ms", "ours, 1,000 bytes a second", "times as fast (≥ 3)"],
      [trainingRow],
    )}`,
  };
}

function verdict(ratio: number, target: number): string {
  return `${ratio.toFixed(2)}${ratio < target ? " (**missed**)" : ""}`;
}
