import { deployOpenLedger } from "./deploy-open-ledger.js";
import { readyToRegister, registerModel } from "./models.js";

/** All that a registration needs; `registry` is the trainer's hand. */
export async function withManifest() {
  const world = await deployOpenLedger();
  const ready = await readyToRegister(world);
  return { ...world, ...ready, world, registry: world.models.connect(world.trainer) };
}

/** The same, registered. */
export async function withModel() {
  const given = await withManifest();
  const modelId = await registerModel(given.world, given.manifest);
  return { ...given, modelId };
}

/** The same, retired. */
export async function withRetired() {
  const given = await withModel();
  await given.registry.retire(given.modelId);
  return given;
}
