import type { PretrainingRecipe } from "../../core/train/pretrain.js";

/** How engine/models/base.safetensors was trained. A change here means training it again. */
export const BASE_RECIPE: PretrainingRecipe = {
  steps: 18_000,
  warmup: 200,
  batch: 32,
  rate: 3e-3,
  seed: "0x6f70656e6c6564676572206261736520706172616d6574657273206f66207631", // "openledger base parameters of v1"
  optimizer: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0.01, clip: 1 },
};

/** Steps before the end at which the training's state is kept, for the test that replays them. */
export const REPLAYED_STEPS = 20;
