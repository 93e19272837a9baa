import { readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";
import { AbiCoder, concat, keccak256, solidityPackedKeccak256, TypedDataEncoder } from "ethers";

import { ENTRY, ROW } from "../../engine/src/core/hash/schemas.js";
import { FieldOutOfRangeError, structHash } from "../../engine/src/core/hash/struct-hash.js";
import { buildVectors } from "../vectors/build.js";

type Field = { name: string; type: string };
type StructCase = {
  struct: string;
  typeString: string;
  typeHash: string;
  value: Record<string, unknown>;
  hash: string;
};
type DigestCase = { struct: string; domain: Record<string, string>; separator: string; digest: string } & StructCase;
type Lists = { entries: { cell: number; share: string }[]; listHash: string }[];
type BatchIds = { digest: string; signers: string[]; signersHash: string; earningsRoot: string; id: string }[];

const structs = JSON.parse(buildVectors().get("structs.json")!) as { cases: StructCase[]; lists: Lists };
const digests = JSON.parse(buildVectors().get("digests.json")!) as { cases: DigestCase[]; batchIds: BatchIds };
const formats = readFileSync(path.join(import.meta.dirname, "../../docs/file-formats.md"), "utf8");

/** The type strings of the specification, as ethers wants them: name → fields. */
const types: Record<string, Field[]> = {};
for (const [, name, list] of formats.matchAll(/`(\w+)\(([^)]*)\)(?:\w+\([^)]*\))?`\s*\|/g)) {
  types[name!] = list!.split(",").map((field) => {
    const [type, fieldName] = field.split(" ");
    return { name: fieldName!, type: type! };
  });
}

/** What ethers needs of the types: the struct and those it refers to. */
function typesOf(struct: string): Record<string, Field[]> {
  return struct === "Row" ? { Row: types.Row!, Entry: types.Entry! } : { [struct]: types[struct]! };
}

describe("structHash", () => {
  it("covers every struct of the specification", () => {
    expect([...new Set(structs.cases.map((each) => each.struct))].sort()).to.deep.equal(Object.keys(types).sort());
  });

  for (const [i, { struct, typeString, hash, value }] of structs.cases.entries()) {
    it(`agrees with an independent EIP-712 encoder on ${struct} (case ${i})`, () => {
      const encoder = new TypedDataEncoder(typesOf(struct));
      expect(typeString).to.equal(encoder.encodeType(struct));
      expect(hash).to.equal(encoder.hashStruct(struct, value));
    });
  }

  for (const { entries, listHash } of structs.lists) {
    it(`agrees with an independent encoder on a list of ${entries.length}`, () => {
      const hashes = entries.map((entry) => TypedDataEncoder.hashStruct("Entry", typesOf("Entry"), entry));
      expect(listHash).to.equal(keccak256(concat(hashes)));
    });
  }

  it("refuses what does not fit its field", () => {
    expect(() => structHash(ENTRY, { cell: 2 ** 32, share: 0n })).to.throw(FieldOutOfRangeError);
    expect(() => structHash(ENTRY, { cell: -1, share: 0n })).to.throw(FieldOutOfRangeError);
    expect(() => structHash(ENTRY, { cell: 0.5, share: 0n })).to.throw(FieldOutOfRangeError);
    expect(() => structHash(ENTRY, { cell: 0, share: 2n ** 128n })).to.throw(FieldOutOfRangeError);
    expect(() => structHash(ENTRY, { cell: 0, share: -1n })).to.throw(FieldOutOfRangeError);
    const row = JSON.parse(JSON.stringify(structs.cases.find((each) => each.struct === "Row")!.value));
    expect(() => structHash(ROW, { ...row, sequence: 0n, cumulativeFee: 0n, head: "0x12" })).to.throw(
      FieldOutOfRangeError,
    );
  });
});

describe("typedDigest", () => {
  for (const [i, { struct, domain, separator, value, digest }] of digests.cases.entries()) {
    it(`agrees with an independent EIP-712 encoder on ${struct} (case ${i})`, () => {
      const full = { ...domain, version: "1" };
      expect(separator).to.equal(TypedDataEncoder.hashDomain(full));
      expect(digest).to.equal(TypedDataEncoder.hash(full, typesOf(struct), value));
    });
  }
});

describe("batchId", () => {
  for (const { digest, signers, signersHash, earningsRoot, id } of digests.batchIds) {
    it(`agrees with an independent ABI encoder for ${signers.length} signers`, () => {
      expect(signersHash).to.equal(keccak256(AbiCoder.defaultAbiCoder().encode(["address[]"], [signers])));
      const types = ["bytes32", "bytes32", "bytes32"];
      expect(id).to.equal(solidityPackedKeccak256(types, [digest, signersHash, earningsRoot]));
    });
  }
});
