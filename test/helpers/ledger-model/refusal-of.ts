import type { Stage } from "./stage.js";

/** Name of the custom error that a transaction ended with; undefined where it succeeded. */
export async function refusalOf({ world }: Stage, sent: Promise<unknown>): Promise<string | undefined> {
  try {
    await sent;
    return undefined;
  } catch (error) {
    const { data } = error as { readonly data?: string };
    if (data === undefined) throw error;
    for (const contract of [
      world.ledger,
      world.vault,
      world.staking,
      world.models,
      world.token,
      world.earningsProver,
    ]) {
      const known = contract.interface.parseError(data);
      if (known) return known.name;
    }
    throw error;
  }
}
