import { batchId, signersHash } from "../../../engine/src/core/hash/batch-id.js";
import { type Domain, domainSeparator, typedDigest } from "../../../engine/src/core/hash/digest.js";
import type { Hex } from "../../../engine/src/core/hash/hex.js";
import * as schemas from "../../../engine/src/core/hash/schemas.js";
import { structHash, structListHash, type StructType } from "../../../engine/src/core/hash/struct-hash.js";
import type { Entry } from "../../../engine/src/core/hash/structs.js";
import { type Seeded, seeded } from "../seeded.js";

const MAX = { uint8: 255, uint32: 2 ** 32 - 1, uint64: 2n ** 64n - 1n, uint128: 2n ** 128n - 1n } as const;

/** Every struct of the table with an ordinary and an extreme value, its type string and its hash. */
export function structVectors(): object {
  const random = seeded("structs");
  const trajectories = seeded("trajectories");
  const cases = [
    ...each(
      schemas.CHUNK,
      { contentHash: random.hash(), length: 512 },
      { contentHash: random.hash(), length: MAX.uint32 },
    ),
    ...each(
      schemas.LOG_ENTRY,
      { kind: 0, contributionId: 1n, value: random.hash() },
      { kind: MAX.uint8, contributionId: 2n ** 256n - 1n, value: random.hash() },
    ),
    ...each(
      schemas.CELL,
      { contribution: 0, weight: 0n, vectorRoot: random.hash() },
      { contribution: MAX.uint32, weight: MAX.uint64, vectorRoot: random.hash() },
    ),
    ...each(
      schemas.CONTRIBUTION_CELLS,
      { contributionId: 7n, firstCell: 0, cellCount: 5 },
      { contributionId: 2n ** 256n - 1n, firstCell: MAX.uint32, cellCount: MAX.uint32 },
    ),
    ...each(schemas.ENTRY, { cell: 3, share: 1n }, { cell: MAX.uint32, share: MAX.uint128 }),
    ...each(schemas.ROW, row(random, []), row(random, entries(random, 1)), row(random, entries(random, 16))),
    ...each(
      schemas.CREDIT,
      { row: 0, entry: 0, amount: 0n },
      { row: MAX.uint32, entry: MAX.uint8, amount: MAX.uint128 },
    ),
    ...each(
      schemas.EARNING,
      { contributionId: 1n, cumulative: 0n, statementRoot: `0x${"00".repeat(32)}` as Hex, sum: 0n, count: 0 },
      {
        contributionId: 2n ** 256n - 1n,
        cumulative: MAX.uint128,
        statementRoot: random.hash(),
        sum: MAX.uint128,
        count: MAX.uint32,
      },
    ),
    ...each(
      schemas.SETTLEMENT,
      {
        modelId: 1n,
        bucket: 0n,
        sequence: 0n,
        payer: random.address(),
        payee: random.address(),
        cumulativeBefore: 0n,
        amount: 1n,
        contributorsPart: 0n,
        headBefore: `0x${"00".repeat(32)}` as Hex,
        headAfter: random.hash(),
      },
      {
        modelId: 2n ** 256n - 1n,
        bucket: MAX.uint64,
        sequence: MAX.uint64,
        payer: random.address(),
        payee: random.address(),
        cumulativeBefore: MAX.uint128,
        amount: 2n ** 96n,
        contributorsPart: 2n ** 95n,
        headBefore: random.hash(),
        headAfter: random.hash(),
      },
    ),
    ...each(schemas.VOUCHER, voucher(random)),
    ...each(schemas.BATCH, batch(random)),
    ...each(schemas.CLAIM_AUTHORIZATION, claim(random)),
    ...each(
      schemas.TRAJECTORY_STATE,
      { step: 0, state: trajectories.hash() },
      { step: MAX.uint32, state: trajectories.hash() },
    ),
    ...each(
      schemas.TRAJECTORY_RESULT,
      { steps: 1, result: trajectories.hash() },
      { steps: MAX.uint32, result: trajectories.hash() },
    ),
  ];
  const lists = [0, 1, 16].map((count) => {
    const list = entries(random, count);
    return { entries: list, listHash: structListHash(schemas.ENTRY, list) };
  });
  return { cases, lists };
}

/** What is signed: digests under both domains, and batch ids. */
export function digestVectors(): object {
  const random = seeded("digests");
  const vault: Domain = { name: "OpenLedger InferenceVault", chainId: 31337n, verifyingContract: random.address() };
  const ledger: Domain = { name: "OpenLedger AttributionLedger", chainId: 31337n, verifyingContract: random.address() };
  const otherChain: Domain = { ...ledger, chainId: 1n };
  const cases = [
    digestCase(vault, schemas.VOUCHER, voucher(random)),
    digestCase(ledger, schemas.BATCH, batch(random)),
    digestCase(otherChain, schemas.BATCH, batch(random)),
    digestCase(ledger, schemas.CLAIM_AUTHORIZATION, claim(random)),
  ];
  const batchIds = [0, 1, 3].map((count) => {
    const signers = Array.from({ length: count }, () => random.address()).sort();
    const parts = { digest: random.hash(), signers, earningsRoot: random.hash() };
    return { ...parts, signersHash: signersHash(signers), id: batchId(parts) };
  });
  return { cases, batchIds };
}

function each<T>(type: StructType<T>, ...values: readonly T[]): object[] {
  return values.map((value) => ({
    struct: type.name,
    typeString: type.typeString,
    typeHash: type.typeHash,
    value,
    hash: structHash(type, value),
  }));
}

function digestCase<T>(domain: Domain, type: StructType<T>, value: T): object {
  return {
    struct: type.name,
    domain,
    separator: domainSeparator(domain),
    value,
    digest: typedDigest(domain, type, value),
  };
}

function entries(random: Seeded, count: number): Entry[] {
  return Array.from({ length: count }, () => ({ cell: Number(random.below(64n)), share: random.below(2n ** 80n) }));
}

function row(random: Seeded, list: readonly Entry[]) {
  return {
    sequence: random.below(2n ** 64n),
    head: random.hash(),
    cumulativeFee: random.below(2n ** 96n),
    requestHash: random.hash(),
    responseHash: random.hash(),
    queryRoot: random.hash(),
    entries: list,
  };
}

function voucher(random: Seeded) {
  return {
    payer: random.address(),
    payee: random.address(),
    modelId: 1n,
    cumulativeFee: 2n ** 96n,
    head: random.hash(),
  };
}

function batch(random: Seeded) {
  return {
    modelId: 1n,
    bucket: 4n,
    parent: random.hash(),
    rowRoot: random.hash(),
    rowCount: 24,
    earningsRoot: random.hash(),
    dataHash: random.hash(),
  };
}

function claim(random: Seeded) {
  return { owner: random.address(), recipient: random.address(), nonce: 0n, deadline: 1_900_000_000n };
}
