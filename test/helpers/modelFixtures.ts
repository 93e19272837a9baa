import { deployOpenLedger } from "./deployOpenLedger.js";
import { readyToRegister, registerModel } from "./models.js";

/** All that a registration needs; `registry` is the trainer's hand. */
export async function withManifest() {
  const ledger = await deployOpenLedger();
  const ready = await readyToRegister(ledger);
  return { ...ledger, ...ready, ledger, registry: ledger.models.connect(ledger.trainer) };
}

/** The same, registered. */
export async function withModel() {
  const given = await withManifest();
  const modelId = await registerModel(given.ledger, given.manifest);
  return { ...given, modelId };
}

/** The same, retired. */
export async function withRetired() {
  const given = await withModel();
  await given.registry.retire(given.modelId);
  return given;
}
