import type { Address } from "./arena.js";
import type { ModelConfig } from "./config.js";
import { checkConfig, VOCABULARY } from "./config.js";
import type { Engine } from "./engine.js";
import { InvalidInputError } from "../errors.js";
import type { MatrixName } from "./layout.js";
import { LAYER_MATRICES, layoutLength, matrixShape, parameterLayout } from "./layout.js";
import type { Tape } from "./tape.js";
import { allocateTape } from "./tape.js";

/** A weight matrix (rows × columns = in × out), and its panels for x·W and for dy·Wᵀ. */
type Matrix = {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Address;
  readonly panels: Address;
  readonly transposedPanels: Address;
};

type Layer = { readonly norm1: Address; readonly norm2: Address } & { readonly [name in MatrixName]: Matrix };

/** A model in the kernels' memory, with room for the activations of one sequence. */
export type Network = {
  readonly engine: Engine;
  readonly config: ModelConfig;
  /** All parameters, laid out by `parameterLayout`. */
  readonly parameters: Address;
  readonly parameterCount: number;
  /** Address of a parameter tensor. */
  readonly addressOf: (name: string) => Address;
  readonly layers: readonly Layer[];
  readonly head: Matrix;
  readonly tape: Tape;
};

/** Loads `parameters` (floats, laid out by `parameterLayout`) into the engine's current scope. */
export function createNetwork(engine: Engine, config: ModelConfig, parameters: Float32Array): Network {
  checkConfig(config);
  const slots = parameterLayout(config);
  const parameterCount = layoutLength(slots);
  if (parameters.length !== parameterCount) {
    throw new InvalidInputError(`expected ${parameterCount} parameters, got ${parameters.length}`);
  }
  const { arena } = engine;
  const start = arena.floats(parameterCount);
  arena.view(start, parameterCount).set(parameters);
  const addresses = new Map(slots.map((slot) => [slot.name, start + slot.offset * 4]));
  const addressOf = (name: string): Address => addresses.get(name)!;

  const matrix = (name: string, [rows, columns]: readonly [number, number]): Matrix => ({
    rows,
    columns,
    weights: addressOf(name),
    panels: arena.floats(rows * roundUp8(columns)),
    transposedPanels: arena.floats(columns * roundUp8(rows)),
  });
  const layers = Array.from({ length: config.layers }, (_, layer) => {
    const prefix = `layer.${layer}.`;
    const [qkv, o, up, down] = LAYER_MATRICES.map((name) => matrix(prefix + name, matrixShape(config, name)));
    return {
      norm1: addressOf(`${prefix}norm1`),
      norm2: addressOf(`${prefix}norm2`),
      qkv: qkv!,
      o: o!,
      up: up!,
      down: down!,
    };
  });
  const head = matrix("head", [config.width, VOCABULARY]);
  const tape = allocateTape(arena, config);
  const network = { engine, config, parameters: start, parameterCount, addressOf, layers, head, tape };
  packNetwork(network);
  return network;
}

/** Repacks every matrix: after the parameters changed. */
export function packNetwork(network: Network): void {
  for (const layer of network.layers) {
    for (const name of LAYER_MATRICES) packMatrix(network, layer[name], layer[name].weights);
  }
  packMatrix(network, network.head, network.head.weights);
}

/** Packs other weights (rows × columns floats at `weights`) into a matrix's panels. */
export function packMatrix({ engine }: Network, matrix: Matrix, weights: Address): void {
  engine.kernels.pack(matrix.panels, weights, matrix.rows, matrix.columns);
  engine.kernels.packTransposed(matrix.transposedPanels, weights, matrix.rows, matrix.columns);
}

function roundUp8(n: number): number {
  return Math.ceil(n / 8) * 8;
}
