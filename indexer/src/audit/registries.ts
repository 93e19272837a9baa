import { AbiCoder, keccak256 } from "ethers";

import type { Hex } from "../../../engine/src/core/hash/hex.js";
import { LOG_ENTRY } from "../../../engine/src/core/hash/schemas.js";
import { structHash } from "../../../engine/src/core/hash/struct-hash.js";
import { merkleRoot } from "../../../engine/src/core/tree/merkle.js";
import type { Client } from "../../../sdk/src/client.js";
import type { World } from "../replay.js";
import { Comparison, type AuditCheck } from "./comparison.js";

const STATUS = { pending: 1n, accepted: 2n, refused: 3n };

/** Owners, contributions, versions and bonds from the registries' events, against the contracts; roots and seeds computed again. */
export async function auditRegistries(client: Client, { registries, token: open }: World): Promise<AuditCheck> {
  const check = new Comparison("registries");
  for (const [token, owner] of registries.owners) {
    const [contract, id] = token.split("/") as ["datanets" | "contributions" | "models", string];
    check.equal(`owner of ${token}`, owner, await client[contract].ownerOf(id));
  }
  for (const [id, { root, status, withdrawn }] of registries.contributions) {
    const found = await client.contributions.recordOf(id);
    check.equal(`contribution ${String(id)} root`, root, found.root);
    check.equal(`contribution ${String(id)} status`, STATUS[status], found.status);
    check.equal(`contribution ${String(id)} withdrawn`, withdrawn, found.withdrawnAt !== 0n);
  }
  for (const [version, { datanetId, root, logLength, seedBlock, seed }] of registries.versions) {
    const log = registries.logs.get(datanetId)!.slice(0, Number(logLength));
    check.equal(`version ${version} root`, merkleRoot(log.map(logLeaf)), root);
    if (seed === undefined) continue;
    const block = await client.provider.getBlock(Number(seedBlock));
    check.equal(`version ${version} seed`, seedFrom(block!.hash!, root), seed);
  }
  for (const [model, bond] of registries.bonds.entries()) {
    check.equal(`bond of model ${model}`, bond, (await client.models.trainerOf(model)).bond);
    const { fellAt } = await client.models.recordOf(model);
    check.equal(`model ${model} fell`, registries.fallen.has(BigInt(model)), fellAt !== 0n);
  }
  const held = open.balances.get(client.deployment.addresses.ModelRegistry);
  check.equal("balance of ModelRegistry = bonds", registries.bonds.total(), held);
  return check.result();
}

function logLeaf(entry: { readonly kind: bigint; readonly contributionId: bigint; readonly value: string }): Hex {
  const { kind, contributionId, value } = entry;
  return structHash(LOG_ENTRY, { kind: Number(kind), contributionId, value: value as Hex });
}

/** `keccak256(abi.encode(blockhash, root))`, see IDatanetRegistry. */
function seedFrom(blockHash: string, root: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [blockHash, root]));
}
