import { ensureAllowance } from "../allowance.js";
import type { Client } from "../client.js";
import { eventIn, type EventArgs } from "../events.js";
import { taken } from "../given.js";
import { parameterId } from "../parameter.js";
import { read } from "../read.js";
import { send } from "../send.js";
import type { EntryStruct, ManifestStruct } from "../structs.js";

/** Registers a model version and leaves the trainer's bond (approved here if needed). Mints the model to the account. */
export async function registerModel(
  client: Client,
  options: { readonly manifest: ManifestStruct; readonly defaults: readonly EntryStruct[]; readonly uri: string },
): Promise<EventArgs<"models", "ModelRegistered">> {
  const { manifest, defaults, uri } = options;
  const bond = await read("parameters", () => client.parameters.get(parameterId("TrainerBond")));
  await ensureAllowance(client, "models", bond);
  const receipt = await send(client, "models", () => client.models.register(taken(manifest), taken(defaults), uri));
  return eventIn(client, receipt, "models", "ModelRegistered");
}
