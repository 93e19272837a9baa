import { createDatanet, datanetWithData } from "./contribute.js";
import { deployOpenLedger } from "./deploy-open-ledger.js";

/** An empty Datanet of the curator's; `registry` is the curator's hand. */
export async function withDatanet() {
  const world = await deployOpenLedger();
  const datanetId = await createDatanet(world);
  return { ...world, world, datanetId, registry: world.datanets.connect(world.curator) };
}

/** A Datanet with one accepted contribution. */
export async function withLog() {
  const world = await deployOpenLedger();
  const data = await datanetWithData(world);
  return { ...world, ...data, world, registry: world.datanets.connect(world.curator) };
}

/** The same, frozen once. */
export async function withVersion() {
  const given = await withLog();
  await given.registry.freeze(given.datanetId);
  return given;
}
