import type { RecordedSettlement } from "../../../engine/src/core/audit/audit-case.js";
import { BaseError } from "../../../engine/src/core/errors.js";
import { directHead, nextHead, saltedHash } from "../../../engine/src/core/hash/heads.js";
import { type Hex, ZERO_HASH } from "../../../engine/src/core/hash/hex.js";
import type { Settlement } from "../../../engine/src/core/hash/structs.js";
import { encodeRequest } from "../../../engine/src/core/inference/request.js";
import { channelKey, type LastAnswers } from "../../../engine/src/core/ledger/bucket-rows.js";
import type { Answered, AnsweredSettlement } from "../../../engine/src/core/pipeline/attribute-bucket.js";

/** An answer, and who paid whom for it. */
export type HostedAnswer = Answered & { readonly payer: Hex; readonly payee: Hex };

/**
 * Finds the answers that each settlement paid, by the heads the vault recorded.
 * @param answers as the host gave them, in order; those of other buckets are passed over.
 * @param options.lastAnswers as the earlier buckets left them.
 * @param options.silent gives a settlement whose answers are not there none, so that the default list is paid for it.
 * @throws {@link AnswersMissingError} unless `silent`.
 */
export function assignAnswers(
  settlements: readonly RecordedSettlement[],
  answers: readonly HostedAnswer[],
  options: { readonly lastAnswers: LastAnswers; readonly silent?: boolean },
): AnsweredSettlement[] {
  const used = new Set<HostedAnswer>();
  const last = new Map(options.lastAnswers);
  // Direct payments first: each names its one answer, which then belongs to no channel.
  const direct = new Map(
    settlements.filter((each) => each.direct).map((each) => [each, directAnswer(each.settlement, answers, used)]),
  );

  return settlements.map((recorded) => {
    const { settlement } = recorded;
    const own = recorded.direct ? direct.get(recorded) : channelAnswers(settlement, answers, { used, last });
    if (own !== undefined) return { ...recorded, answers: own };
    if (options.silent !== true) throw new AnswersMissingError(settlement);

    if (!recorded.direct) last.set(channelKey(settlement), ZERO_HASH); // what a silent row leaves behind
    return { ...recorded, answers: [] };
  });
}

function directAnswer(
  settlement: Settlement,
  answers: readonly HostedAnswer[],
  used: Set<HostedAnswer>,
): Answered[] | undefined {
  const found = answers.find(
    (each) =>
      !used.has(each) &&
      isOf(settlement, each) &&
      each.fee === settlement.amount &&
      directHead(requestHash(each), each.fee) === settlement.headAfter,
  );
  if (found === undefined) return undefined;
  used.add(found);
  return [found];
}

/** The run of the channel's answers that leads from the head before to the head after. */
function channelAnswers(
  settlement: Settlement,
  answers: readonly HostedAnswer[],
  { used, last }: { readonly used: Set<HostedAnswer>; readonly last: Map<string, Hex> },
): Answered[] | undefined {
  const own = answers.filter((each) => !used.has(each) && isOf(settlement, each));
  for (let start = 0; start < own.length; start++) {
    let { headBefore: head, cumulativeBefore: total } = settlement;
    let previousResponseHash = last.get(channelKey(settlement)) ?? ZERO_HASH;
    for (let end = start; end < own.length; end++) {
      const answer = own[end]!;
      head = nextHead(head, { requestHash: requestHash(answer), fee: answer.fee, previousResponseHash });
      previousResponseHash = saltedHash(answer.responseSalt, answer.answer);
      total += answer.fee;
      if (head !== settlement.headAfter) continue;
      // A head of other fees than the voucher's was made up: nothing leads to it.
      if (total !== settlement.cumulativeBefore + settlement.amount) return undefined;

      const run = own.slice(start, end + 1);
      for (const each of run) used.add(each);
      last.set(channelKey(settlement), previousResponseHash);
      return run;
    }
  }
  return undefined;
}

function isOf(settlement: Settlement, answer: HostedAnswer): boolean {
  return channelKey(settlement) === channelKey(answer);
}

function requestHash({ requestSalt, request }: Answered): Hex {
  return saltedHash(requestSalt, encodeRequest(request));
}

export class AnswersMissingError extends BaseError {
  readonly code = "CONTENT_ANSWERS_MISSING";

  constructor({ bucket, sequence, payer, payee }: Settlement) {
    super(
      `Expected answers that lead to the head of settlement ${bucket}/${sequence} (${payer} to ${payee}), found none. ` +
        "Give the whole file of the host that served them, or, where nobody has them, --silent: the default list is paid.",
    );
  }
}
