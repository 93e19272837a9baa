import { createDatanet, datanetWithData } from "./contribute.js";
import { deployOpenLedger } from "./deployOpenLedger.js";

/** An empty Datanet of the curator's; `registry` is the curator's hand. */
export async function withDatanet() {
  const ledger = await deployOpenLedger();
  const datanetId = await createDatanet(ledger);
  return { ...ledger, ledger, datanetId, registry: ledger.datanets.connect(ledger.curator) };
}

/** A Datanet with one accepted contribution. */
export async function withLog() {
  const ledger = await deployOpenLedger();
  const data = await datanetWithData(ledger);
  return { ...ledger, ...data, ledger, registry: ledger.datanets.connect(ledger.curator) };
}

/** The same, frozen once. */
export async function withVersion() {
  const given = await withLog();
  await given.registry.freeze(given.datanetId);
  return given;
}
