import type { BaseModel } from "./base-file.js";
import type { LoraConfig } from "./config.js";
import type { Engine } from "./engine.js";
import { InvalidInputError } from "../errors.js";
import type { Lora } from "./lora.js";
import { createLora, mergeLora } from "./lora.js";
import { createNetwork } from "./network.js";

/** A trained LoRA adapter: A and B of every matrix, laid out by `laneLayout`. */
export type Adapter = { readonly lora: LoraConfig; readonly lanes: Float32Array };

/** Runs `work` with the adapter merged into its base model; everything allocated in it is free afterwards. */
export function withAdapter<T>(engine: Engine, base: BaseModel, adapter: Adapter, work: (lora: Lora) => T): T {
  return engine.arena.scope(() => {
    const lora = createLora(createNetwork(engine, base.config, base.parameters), adapter.lora);
    if (adapter.lanes.length !== lora.laneCount) {
      throw new InvalidInputError(`expected ${lora.laneCount} lanes, got ${adapter.lanes.length}`);
    }
    engine.arena.view(lora.lanes, lora.laneCount).set(adapter.lanes);
    mergeLora(lora);
    return work(lora);
  });
}
