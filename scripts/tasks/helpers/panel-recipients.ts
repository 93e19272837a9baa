import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { MalformedDataError } from "../../../engine/src/core/json/parsers.js";
import type { Recipient } from "../../../engine/src/core/sealed/sealed-file.js";
import { sealingKeyIn } from "../../../engine/src/core/sealed/service-metadata.js";
import {
  CorruptContentError,
  MissingContentError,
  type ContentStore,
} from "../../../engine/src/io/store/content-store.js";
import type { World } from "../../../indexer/src/replay.js";
import { key as keyOf } from "../../../indexer/src/replay/tally.js";
import { ROLE } from "../../../sdk/src/role.js";
import { PreconditionError } from "./task-errors.js";

/**
 * The members of a panel that can be sealed to, by the metadata they described themselves with. Those who named no key are told of and
 * left out: they must not keep the others from reading. Throws {@link PreconditionError} where nobody is left.
 */
export async function panelRecipients(
  { staking }: Pick<World, "staking">,
  store: ContentStore,
  panel: { readonly members: readonly string[]; readonly progress: (text: string) => void },
): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  for (const member of panel.members) {
    const hash = staking.metadata.get(keyOf(ROLE.attestor, member)) as Hex | undefined;
    const found = hash === undefined ? { lacks: "it never described itself" } : await keyIn(store, hash);
    if ("key" in found) recipients.push({ attestor: member.toLowerCase() as Hex, key: found.key });
    else panel.progress(`Not sealed to ${member}: ${found.lacks}`);
  }
  if (recipients.length > 0) return recipients;
  throw new PreconditionError("Expected a panel whose members name a sealing key. Ask them to `describe` themselves.");
}

/** The key that a document names, or why there is none. */
async function keyIn(store: ContentStore, hash: Hex): Promise<{ readonly key: Hex } | { readonly lacks: string }> {
  try {
    const named = sealingKeyIn(await store.readMetadata(hash));
    return named === undefined ? { lacks: "its metadata names no sealing key" } : { key: named };
  } catch (error) {
    const isItsOwn = [MissingContentError, CorruptContentError, MalformedDataError].some(
      (each) => error instanceof each,
    );
    if (isItsOwn) return { lacks: (error as Error).message };
    throw error;
  }
}
