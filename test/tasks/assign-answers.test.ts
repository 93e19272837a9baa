import { expect } from "chai";

import type { RecordedSettlement } from "../../engine/src/core/audit/audit-case.js";
import { DIRECT_HEAD, directHead, nextHead, saltedHash } from "../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../engine/src/core/hash/hex.js";
import { chooseRequest, encodeRequest } from "../../engine/src/core/inference/request.js";
import { channelKey } from "../../engine/src/core/ledger/bucket-rows.js";
import { AnswersMissingError, assignAnswers, type HostedAnswer } from "../../scripts/tasks/helpers/assign-answers.js";
import { hashOf } from "../helpers/hashes.js";

const PAYEE: Hex = `0x${"bb".repeat(20)}`;
const [ALICE, BOB]: readonly [Hex, Hex] = [`0x${"a1".repeat(20)}`, `0x${"b0".repeat(20)}`];

function answerOf(payer: Hex, name: string, fee = 10n): HostedAnswer {
  const request = chooseRequest(name, ["yes", "no"]);
  const answer = new TextEncoder().encode(`answer ${name}`);
  const salts = { requestSalt: hashOf(`${name} request`), responseSalt: hashOf(`${name} response`) };
  return { payer, payee: PAYEE, request, answer, ...salts, fee };
}

const requestHash = (each: HostedAnswer): Hex => saltedHash(each.requestSalt, encodeRequest(each.request));
const responseHash = (each: HostedAnswer): Hex => saltedHash(each.responseSalt, each.answer);

/** What the vault records when a voucher pays these answers, after `before`. */
function voucher(answers: readonly HostedAnswer[], before: readonly HostedAnswer[] = []): RecordedSettlement {
  const chain = (paid: readonly HostedAnswer[]): { head: Hex; total: bigint } => {
    let [head, last, total] = [ZERO_HASH, ZERO_HASH, 0n];
    for (const each of paid) {
      head = nextHead(head, { requestHash: requestHash(each), fee: each.fee, previousResponseHash: last });
      [last, total] = [responseHash(each), total + each.fee];
    }
    return { head, total };
  };
  const [from, to] = [chain(before), chain([...before, ...answers])];
  return { settlement: settlementOf(answers[0]!, from, to), direct: false };
}

function direct(answer: HostedAnswer): RecordedSettlement {
  const to = { head: directHead(requestHash(answer), answer.fee), total: answer.fee };
  return { settlement: settlementOf(answer, { head: DIRECT_HEAD, total: 0n }, to), direct: true };
}

/** A voucher over one unit more than its receipts' fees. */
function dearer({ settlement, direct }: RecordedSettlement): RecordedSettlement {
  return { settlement: { ...settlement, amount: settlement.amount + 1n }, direct };
}

function settlementOf(
  { payer, payee }: HostedAnswer,
  from: { readonly head: Hex; readonly total: bigint },
  to: { readonly head: Hex; readonly total: bigint },
): RecordedSettlement["settlement"] {
  return {
    modelId: 1n,
    bucket: 0n,
    sequence: 0n,
    payer,
    payee,
    cumulativeBefore: from.total,
    amount: to.total - from.total,
    contributorsPart: 0n,
    headBefore: from.head,
    headAfter: to.head,
  };
}

const names = (assigned: ReturnType<typeof assignAnswers>): string[][] =>
  assigned.map(({ answers }) => answers.map(({ request }) => request.prompt));

describe("assignAnswers", () => {
  const [a1, a2, a3] = ["a1", "a2", "a3"].map((name) => answerOf(ALICE, name)) as [
    HostedAnswer,
    HostedAnswer,
    HostedAnswer,
  ];
  const b1 = answerOf(BOB, "b1");
  const paidDirectly = answerOf(ALICE, "direct", 7n);

  it("gives each settlement the answers that lead to its head", () => {
    const settlements = [voucher([a1, a2]), direct(paidDirectly), voucher([b1]), voucher([a3], [a1, a2])];
    const assigned = assignAnswers(settlements, [a1, paidDirectly, b1, a2, a3], { lastAnswers: new Map() });
    expect(names(assigned)).to.deep.equal([["a1", "a2"], ["direct"], ["b1"], ["a3"]]);
  });

  it("passes over the answers of earlier buckets, and goes on from their last", () => {
    const settlements = [voucher([a3], [a1, a2])];
    const last = new Map([[channelKey(a2), responseHash(a2)]]);
    expect(names(assignAnswers(settlements, [a1, a2, a3], { lastAnswers: last }))).to.deep.equal([["a3"]]);
  });

  it("gives no answer twice, though it was asked twice", () => {
    const twin = answerOf(ALICE, "direct", 7n);
    const assigned = assignAnswers([direct(paidDirectly), direct(twin)], [paidDirectly, twin], {
      lastAnswers: new Map(),
    });
    expect(assigned.map(({ answers }) => answers[0])).to.deep.equal([paidDirectly, twin]);
    expect(assigned[0]!.answers[0]).not.to.equal(assigned[1]!.answers[0]);
  });

  const missing: Readonly<Record<string, readonly [RecordedSettlement, HostedAnswer[]]>> = {
    "an answer is missing": [voucher([a1, a2]), [a1]],
    "the order is another": [voucher([a1, a2]), [a2, a1]],
    "the fee is another": [voucher([a1]), [{ ...a1, fee: 11n }]],
    "the voucher is for more than the answers": [dearer(voucher([a1])), [a1]],
    "the text is another": [voucher([a1, a2]), [{ ...a1, answer: new Uint8Array(1) }, a2]],
    "the payer is another": [direct(paidDirectly), [{ ...paidDirectly, payer: BOB }]],
  };
  for (const [name, [settlement, answers]] of Object.entries(missing)) {
    it(`refuses when ${name}`, () => {
      const lastAnswers = new Map();
      expect(() => assignAnswers([settlement], answers, { lastAnswers })).to.throw(AnswersMissingError);
      const silent = assignAnswers([settlement], answers, { lastAnswers, silent: true });
      expect(names(silent)).to.deep.equal([[]]);
    });
  }
});
