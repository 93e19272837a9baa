import { expect } from "chai";

import { decodeTranscriptsJson, matchesRow } from "../../engine/src/core/bundle/transcripts-json.js";
import { saltedHash } from "../../engine/src/core/hash/heads.js";
import { fromHex, type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { keccak, keccakText } from "../../engine/src/core/hash/keccak.js";
import { seal } from "../../engine/src/core/sealed/seal.js";
import {
  decodeSealedFile,
  encodeSealedFile,
  SEALED_FORMAT,
  type SealedFile,
} from "../../engine/src/core/sealed/sealed-file.js";
import { encodeServiceMetadata, sealingKeyIn } from "../../engine/src/core/sealed/service-metadata.js";
import { unseal } from "../../engine/src/core/sealed/unseal.js";
import { sealingKey } from "../../engine/src/core/sealed/wrapping-key.js";
import { sealTranscripts } from "../../engine/src/io/sealed/seal-transcripts.js";
import { codeOf, utf8 } from "./support.js";

const SECRETS = [1, 2, 3].map((i) => fromHex(keccakText(`secret of member ${i}`)));
const FOR = {
  chainId: 31_337n,
  disputes: `0x${"d1".repeat(20)}` as Hex,
  disputeId: 7n,
  recipients: SECRETS.map((secret, i) => ({ attestor: `0x${`a${i}`.repeat(20)}` as Hex, key: sealingKey(secret) })),
};
const CONTENT = utf8("nobody else reads this");
const CHANCE = {
  contentKey: fromHex(keccakText("content key")),
  ephemeralSecret: fromHex(keccakText("ephemeral secret")),
  nonce: fromHex(keccakText("nonce")).subarray(0, 24),
};

/** keccak of the encoded file that these secrets give. */
const GOLDEN = "0xc4b804bb19cc7a08bf436f6ce9ea47f1a081944918c06395ebd36ccffe346ba4";

const sealedFile = (): SealedFile => seal(CONTENT, FOR, CHANCE);

/** The same bytes with one bit turned. */
function flipped(bytes: Uint8Array, at = 0): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at]! ^= 1;
  return changed;
}

describe("sealed receipts", () => {
  it("open to every member of the panel, with its own secret", () => {
    const bytes = encodeSealedFile(sealedFile());
    expect(decodeSealedFile(bytes)).to.deep.equal(sealedFile());
    for (const secret of SECRETS) expect(unseal(decodeSealedFile(bytes), secret)).to.deep.equal(CONTENT);
  });

  it("open to nobody else", () => {
    expect(codeOf(() => unseal(sealedFile(), fromHex(keccakText("a stranger"))))).to.equal("NOT_SEALED_FOR");
  });

  it("show nothing of what they hold but its length", () => {
    const { sealed, wrappedKeys } = sealedFile();
    expect(sealed).to.have.length(CONTENT.length + 16);
    expect(Buffer.from(encodeSealedFile(sealedFile())).includes(Buffer.from(CONTENT))).to.equal(false);
    expect(new Set(wrappedKeys.map(keccak)).size).to.equal(SECRETS.length);
  });

  it("have the bytes that the format says (golden)", () => {
    expect(keccak(encodeSealedFile(sealedFile()))).to.equal(GOLDEN);
  });

  describe("given a change of any part", () => {
    const { header, wrappedKeys, sealed } = sealedFile();
    const changes: readonly (readonly [string, SealedFile])[] = [
      ["content", { header, wrappedKeys, sealed: flipped(sealed) }],
      ["the content's tag", { header, wrappedKeys, sealed: flipped(sealed, sealed.length - 1) }],
      ["content cut short", { header, wrappedKeys, sealed: sealed.subarray(0, 8) }],
      ["wrapped key", { header, wrappedKeys: [flipped(wrappedKeys[0]!), ...wrappedKeys.slice(1)], sealed }],
      ["keys in another order", { header, wrappedKeys: [...wrappedKeys].reverse(), sealed }],
      ["nonce", { header: { ...header, nonce: flipped(header.nonce) }, wrappedKeys, sealed }],
      ["ephemeral key", { header: { ...header, ephemeralKey: sealingKey(SECRETS[1]!) }, wrappedKeys, sealed }],
      ["dispute (replayed for another panel)", { header: { ...header, disputeId: 8n }, wrappedKeys, sealed }],
      ["chain", { header: { ...header, chainId: 1n }, wrappedKeys, sealed }],
      ["contract", { header: { ...header, disputes: `0x${"d2".repeat(20)}` }, wrappedKeys, sealed }],
      [
        "a recipient left out",
        {
          header: { ...header, recipients: header.recipients.slice(0, 2) },
          wrappedKeys: wrappedKeys.slice(0, 2),
          sealed,
        },
      ],
      [
        "a member's account",
        {
          header: {
            ...header,
            recipients: header.recipients.map((each, i) => (i === 2 ? { ...each, attestor: FOR.disputes } : each)),
          },
          wrappedKeys,
          sealed,
        },
      ],
    ];
    for (const [name, changed] of changes) {
      it(`refuses: ${name}`, () => {
        expect(codeOf(() => unseal(changed, SECRETS[0]!))).to.equal("SEAL_BROKEN");
      });
    }
  });

  it("are never sealed to, nor opened from, a key that keeps no secret (low order)", () => {
    const weak = { attestor: FOR.disputes, key: ZERO_HASH };
    expect(codeOf(() => seal(CONTENT, { ...FOR, recipients: [weak] }, CHANCE))).to.equal("WEAK_SEALING_KEY");
    const { header, ...rest } = sealedFile();
    const opened = (): unknown => unseal({ header: { ...header, ephemeralKey: ZERO_HASH }, ...rest }, SECRETS[0]!);
    expect(codeOf(opened)).to.equal("WEAK_SEALING_KEY");
  });

  describe("given a file of another form", () => {
    const json = JSON.parse(Buffer.from(encodeSealedFile(sealedFile())).toString()) as Record<string, unknown>;
    const cases: readonly (readonly [string, Record<string, unknown>])[] = [
      ["another format", { ...json, format: `${SEALED_FORMAT}x` }],
      ["an unknown key", { ...json, comment: "" }],
      ["no recipient", { ...json, recipients: [], wrappedKeys: [] }],
      ["fewer keys than recipients", { ...json, wrappedKeys: [] }],
      ["a short nonce", { ...json, nonce: "AAAA" }],
      ["a checksummed address", { ...json, disputes: "0x" + "D1".repeat(20) }],
      ["a number for a dispute", { ...json, disputeId: 7 }],
    ];
    for (const [name, changed] of cases) {
      it(`refuses ${name}`, () => {
        expect(codeOf(() => decodeSealedFile(utf8(JSON.stringify(changed))))).to.equal("MALFORMED_DATA");
      });
    }
  });

  describe("are sealed to a key that an attestor's metadata names", () => {
    it("beside whatever else it says", () => {
      const key = sealingKey(SECRETS[0]!);
      expect(sealingKeyIn(encodeServiceMetadata({ name: "an attestor" }, key))).to.equal(key);
      expect(sealingKeyIn(encodeServiceMetadata({ name: "an attestor" }, undefined))).to.equal(undefined);
    });

    for (const metadata of ["no JSON", "[]", '{"sealingKey":"0x12"}', '{"sealingKey":7}']) {
      it(`and not by ${metadata}`, () => {
        expect(codeOf(() => sealingKeyIn(utf8(metadata)))).to.equal("MALFORMED_DATA");
      });
    }
  });

  it("carry transcripts that a member holds to the disputed row", () => {
    const [requestSalt, responseSalt] = [keccakText("request salt"), keccakText("response salt")];
    const [request, answer] = [utf8("a private question"), utf8("its answer")];
    const transcript = { row: 3, request, answer, requestSalt, responseSalt };
    const bytes = sealTranscripts([transcript], FOR);
    expect(sealTranscripts([transcript], FOR)).to.not.deep.equal(bytes); // a key of its own each time

    const [opened] = decodeTranscriptsJson(unseal(decodeSealedFile(bytes), SECRETS[2]!));
    const row = {
      ...{ sequence: 0n, head: ZERO_HASH, cumulativeFee: 0n, queryRoot: ZERO_HASH, entries: [] },
      requestHash: saltedHash(requestSalt, request),
      responseHash: saltedHash(responseSalt, answer),
    };
    expect(matchesRow(opened!, row)).to.equal(true);
    expect(matchesRow(opened!, { ...row, requestHash: ZERO_HASH })).to.equal(false);
  });
});
